// Threads and the event loop send into one small inbox. The receiver, and every fourth time a sender, is terminated amid
// the traffic and replaced; every fourth time another sender is closed by its handle while it sends, and its lane goes to
// the next. Every received message is checked.

import { once } from 'node:events';
import { setTimeout as sleep } from 'node:timers/promises';
import { Worker } from 'node:worker_threads';
import {
  bindToWorker,
  ChannelClosed,
  closeSender,
  Inbox,
  NoFreeLane,
  PeerDied,
  reopen,
  Sender,
  type SenderHandle,
} from '../../src/index.ts';
import type { Role } from './threads.ts';
import { sizeOf, write } from './traffic.ts';

export interface Report {
  readonly received: number;
  /** Threads of each kind over the whole run. */
  readonly receivers: number;
  readonly senders: number;
}

const sendersAtATime = 3;
const mostSenders = 1_000_000;
/** Most messages between two replacements; the number is random. */
const mostBetween = 10_000;
/** Longest time without a message (ms). */
const stallLimit = 30_000;

/** Runs for `seconds`. @throws the fault that a thread found */
export async function stress({ seconds }: { seconds: number }): Promise<Report> {
  const run = new StressRun();
  const end = performance.now() + seconds * 1000;
  try {
    await run.start();
    while (performance.now() < end) await Promise.race([run.replaceThread(), run.failure]);
    return await Promise.race([run.finish(), run.failure]);
  } finally {
    await run.terminateAll();
  }
}

class StressRun {
  /** Rejects with the first error of a thread. */
  readonly failure: Promise<never>;
  private readonly fail: (error: unknown) => void;
  private readonly inbox = Inbox.create({ lanes: sendersAtATime + 1, capacity: 2048 });
  private readonly counts = new Int32Array(new SharedArrayBuffer(4 * mostSenders));
  private readonly workers = new Set<Worker>();
  private receiver: Worker | null = null;
  private readonly senders: { readonly worker: Worker; readonly to: SenderHandle }[] = [];
  private loop: Promise<void> | null = null;
  private lastId = 0;
  private receivers = 0;

  constructor() {
    const { promise, reject } = Promise.withResolvers<never>();
    promise.catch(() => {});
    this.failure = promise;
    this.fail = reject;
  }

  async start(): Promise<void> {
    this.startReceiver();
    for (let i = 0; i < sendersAtATime; i++) this.startSender();
    this.loop = this.sendFromTheEventLoop();
    this.loop.catch(this.fail);
  }

  /** Replaces the receiver, every fourth time a sender as well. */
  async replaceThread(): Promise<void> {
    const wanted = this.received + 1 + Math.floor(Math.random() * mostBetween);
    const deadline = performance.now() + stallLimit;
    while (this.received < wanted && performance.now() < deadline) await sleep(1);
    if (this.received < wanted) throw new Error('no message arrives: a thread was not woken');
    if (this.receivers % 4 === 0) {
      await this.senders.shift()?.worker.terminate();
      this.startSender();
    }
    if (this.receivers % 4 === 2) {
      closeSender(this.senders.shift()!.to);
      await this.startSenderWhenFree();
    }
    await this.receiver?.terminate();
    reopen(this.inbox.handle);
    this.startReceiver();
  }

  async finish(): Promise<Report> {
    this.inbox.close();
    await Promise.all([this.loop, ...Array.from(this.workers, (worker) => once(worker, 'exit'))]);
    return { received: this.received, receivers: this.receivers, senders: this.lastId };
  }

  async terminateAll(): Promise<void> {
    this.inbox.close();
    await Promise.all(Array.from(this.workers, (worker) => worker.terminate()));
  }

  private get received(): number {
    return Atomics.load(this.counts, 0);
  }

  private startReceiver(): void {
    const inbox = this.inbox.handle;
    this.receivers += 1;
    this.receiver = this.spawn({ role: 'receiver', inbox, counts: this.counts.buffer });
    bindToWorker(this.receiver, { receives: [inbox] });
  }

  private startSender(): void {
    this.lastId += 1;
    const to = this.inbox.connect();
    const worker = this.spawn({ role: 'sender', id: this.lastId, to });
    bindToWorker(worker, { sends: [to] });
    this.senders.push({ worker, to });
  }

  /** The lane of a sender that was closed is free when it has written its last message. */
  private async startSenderWhenFree(): Promise<void> {
    for (;;)
      try {
        return this.startSender();
      } catch (error) {
        if (!(error instanceof NoFreeLane)) throw error;
        await sleep(1);
      }
  }

  private spawn(workerData: Role): Worker {
    const worker = new Worker(new URL('threads.ts', import.meta.url), { workerData });
    this.workers.add(worker);
    worker.once('error', this.fail);
    worker.once('exit', () => this.workers.delete(worker));
    return worker;
  }

  private async sendFromTheEventLoop(): Promise<void> {
    this.lastId += 1;
    const id = this.lastId;
    const sender = Sender.attach(this.inbox.connect());
    for (let sequence = 1; ; sequence++) {
      try {
        await sender.writeAsync(sizeOf(id, sequence), (bytes, at) => write(bytes, at, id, sequence));
        if (sequence % 100 === 0) await new Promise(setImmediate);
      } catch (error) {
        if (error instanceof PeerDied) await sleep(1);
        else if (error instanceof ChannelClosed) return;
        else throw error;
      }
    }
  }
}
