// A server as the main thread has it: what outlives its threads, and the thread that it runs on now.

import { Worker } from 'node:worker_threads';
import type { Status } from '@three-ways/raft-cluster';
import {
  type Configuration,
  configurationOf,
  newRaft,
  type ServerId,
  type Settings,
} from '@three-ways/raft-core';
import { Board } from './board.ts';
import { Journal, type JournalMemory, newJournal } from './journal.ts';
import type { ThreadData } from './thread.ts';
import type { Ends } from './wiring.ts';

/** What the rest of a thread's data depends on. */
export type Circumstances = Pick<ThreadData, 'seed' | 'weather' | 'trace' | 'isTraced'>;

/** Sources run as they are, and what is built from them as well. */
const entry = new URL(`./thread${import.meta.url.slice(-3)}`, import.meta.url);

export class ServerThread {
  readonly id: ServerId;
  private readonly settings: Settings;
  private readonly journal: JournalMemory;
  private readonly board = new Board();
  worker: Worker | null = null;
  /** Resolves when the thread that was started last has ended. */
  private exited: Promise<void> = Promise.resolve();
  /** Of a server that doesn't run: it can't change then. */
  private configuration: Configuration | null = null;

  constructor(id: ServerId, settings: Settings, journalBytes: number) {
    this.id = id;
    this.settings = settings;
    this.journal = newJournal(journalBytes);
  }

  get running(): boolean {
    return this.worker !== null;
  }

  /** What the server has shown of itself last. */
  get shown() {
    return this.board.read();
  }

  /**
   * Starts a thread on what the storage holds.
   * @param ended is called when the thread has ended, for whatever reason, with the error if one has ended it
   */
  start(
    { ends, transfer }: Ends,
    circumstances: Circumstances,
    ended: (error: unknown) => Promise<void>,
  ): Worker {
    const { id, settings, journal } = this;
    const board = this.board.memory;
    const workerData: ThreadData = { ...circumstances, id, settings, ends, journal, board };
    const worker = new Worker(entry, { workerData, transferList: [...transfer], name: `server ${id}` });
    let error: unknown = null;
    worker.once('error', (thrown) => {
      error = thrown;
    });
    this.exited = new Promise((resolve) => {
      worker.once('exit', () => {
        this.worker = null;
        void ended(error).then(resolve);
      });
    });
    this.configuration = null;
    this.worker = worker;
    return worker;
  }

  /** Ends the thread, at whatever instruction it is. Resolves when nothing of it runs any more, and all know it. */
  async end(): Promise<void> {
    await this.worker?.terminate();
    await this.exited;
  }

  /** How a server stood that doesn't run. */
  status(): Status {
    const { id, settings, journal, shown } = this;
    this.configuration ??= configurationOf(newRaft(id, settings, new Journal(journal).load()));
    return { id, running: false, ...shown, configuration: this.configuration };
  }
}
