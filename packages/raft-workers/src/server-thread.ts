// The main thread's view of a server: the state that survives its threads, and its current thread.

import { Worker } from 'node:worker_threads';
import type { Status } from '@three-ways/raft-cluster';
import {
  type Configuration,
  configurationOf,
  newRaft,
  type ServerId,
  type Settings,
} from '@three-ways/raft-core';
import { Journal, type JournalMemory, newJournal } from './journal.ts';
import { SharedStatus } from './shared-status.ts';
import type { ThreadData } from './thread.ts';
import type { Ends } from './wiring.ts';

/** The part of `ThreadData` that changes between incarnations. */
export type ThreadConfig = Pick<ThreadData, 'seed' | 'networkConfig' | 'trace' | 'isTraced'>;

/** The thread's entry point, as source or built. */
const entry = new URL(`./thread${import.meta.url.slice(-3)}`, import.meta.url);

export class ServerThread {
  readonly id: ServerId;
  private readonly settings: Settings;
  private readonly journal: JournalMemory;
  private readonly sharedStatus = new SharedStatus();
  worker: Worker | null = null;
  /** Resolves when the latest thread has ended. */
  private exited: Promise<void> = Promise.resolve();
  /** Cached while the server is not running. */
  private configuration: Configuration | null = null;

  constructor(id: ServerId, settings: Settings, journalBytes: number) {
    this.id = id;
    this.settings = settings;
    this.journal = newJournal(journalBytes);
  }

  get running(): boolean {
    return this.worker !== null;
  }

  /** The status published last. */
  get shown() {
    return this.sharedStatus.read();
  }

  /**
   * Starts a thread on the stable storage.
   * @param ended called when the thread has exited, with the error that ended it or null
   */
  start({ ends, transfer }: Ends, config: ThreadConfig, ended: (error: unknown) => Promise<void>): Worker {
    const { id, settings, journal } = this;
    const sharedStatus = this.sharedStatus.memory;
    const workerData: ThreadData = { ...config, id, settings, ends, journal, sharedStatus };
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

  /** Terminates the thread, at any instruction. Resolves once it has exited and `ended` is done. */
  async end(): Promise<void> {
    await this.worker?.terminate();
    await this.exited;
  }

  /** The last status of a server that is not running. */
  status(): Status {
    const { id, settings, journal, shown } = this;
    this.configuration ??= configurationOf(newRaft(id, settings, new Journal(journal).load()));
    return { id, running: false, ...shown, configuration: this.configuration };
  }
}
