// A total order of trace events across threads. Emitting takes a lock shared by all threads, numbers the event and reads the
// clock, so numbers and times increase, and an effect has a higher number than its cause. It posts the event after it has let
// go of the lock: that wakes the main thread, which may take the CPU. An untraced cluster pays nothing.

import type { MessagePort } from 'node:worker_threads';
import type { RuntimeEvent, TraceEvent } from '@three-ways/raft-cluster';
import type { RuleEvent, ServerId } from '@three-ways/raft-core';

export interface StampedEvent {
  /** The event's place in the order of all threads' events, from 0 up. */
  readonly place: number;
  readonly event: TraceEvent;
}

/** What all threads share: the lock, the count of events, what is about to be posted; and the time at which the clock began (ms). */
export interface TraceMemory {
  readonly memory: SharedArrayBuffer;
  readonly startedAt: number;
}

/** Holds 0, or the number of the thread that has the lock. The main thread's is -1. */
const lockWord = 0;
const countWord = 1;
/** Before the words of the servers, from id 1 up: each holds 1 + the place of the event that its thread has yet to post, or 0. */
const unpostedWords = 1;
const free = 0;
const mainThread = -1;

/** Time on a clock shared by all threads (ms). On Bun each thread's `process.hrtime` has another origin. */
export function sharedClock(): number {
  return performance.timeOrigin + performance.now();
}

/** Emits the events of a server's thread. */
export class TraceEmitter {
  private readonly words: Int32Array;
  private readonly startedAt: number;
  private readonly id: ServerId;
  private readonly port: MessagePort;

  constructor({ memory, startedAt }: TraceMemory, id: ServerId, port: MessagePort) {
    this.words = new Int32Array(memory);
    this.startedAt = startedAt;
    this.id = id;
    this.port = port;
  }

  readonly emit = (event: RuleEvent | RuntimeEvent): void => {
    const { words, id } = this;
    this.lock();
    const place = words[countWord]!;
    const at = sharedClock() - this.startedAt;
    words[unpostedWords + id] = place + 1;
    words[countWord] = place + 1;
    unlock(words);
    this.port.postMessage({ place, event: { ...event, at } });
    Atomics.store(words, unpostedWords + id, 0);
  };

  private lock(): void {
    for (;;) {
      const holder = Atomics.compareExchange(this.words, lockWord, free, this.id);
      if (holder === free) return;
      Atomics.wait(this.words, lockWord, holder);
    }
  }
}

function unlock(words: Int32Array): void {
  Atomics.store(words, lockWord, free);
  Atomics.notify(words, lockWord, 1);
}

/** Receives the events of all threads on the main thread, and passes them on in order. */
export class TraceOrder {
  readonly shared: TraceMemory;
  private readonly words: Int32Array;
  /** The place of the next event to be passed on, and those that came before their turn; null for one that never comes. */
  private next = 0;
  private readonly early = new Map<number, TraceEvent | null>();
  private readonly settling: { readonly place: number; readonly resolve: () => void }[] = [];
  private emitted: Promise<void> = Promise.resolve();
  private readonly pass: (event: TraceEvent) => void;

  /**
   * @param servers maximum number of servers
   * @param pass called with all events in order
   */
  constructor(servers: number, pass: (event: TraceEvent) => void) {
    this.pass = pass;
    const memory = new SharedArrayBuffer(Int32Array.BYTES_PER_ELEMENT * (unpostedWords + 1 + servers));
    this.shared = { memory, startedAt: sharedClock() };
    this.words = new Int32Array(this.shared.memory);
  }

  receive({ place, event }: StampedEvent): void {
    this.put(place, event);
  }

  private put(place: number, event: TraceEvent | null): void {
    this.early.set(place, event);
    for (let due = this.early.get(this.next); due !== undefined; due = this.early.get(this.next)) {
      this.early.delete(this.next);
      this.next += 1;
      if (due !== null) this.pass(due);
    }
    while (this.settling.length > 0 && this.next >= this.settling[0]!.place) this.settling.shift()!.resolve();
  }

  /** Emits an event of the main thread itself, which must not block. Order: that of the calls. */
  emit(event: RuntimeEvent): Promise<void> {
    this.emitted = this.emitted.then(() => this.emitNext(event));
    return this.emitted;
  }

  private async emitNext(event: RuntimeEvent): Promise<void> {
    await this.lock();
    const place = this.words[countWord]!;
    this.words[countWord] = place + 1;
    const at = sharedClock() - this.shared.startedAt;
    unlock(this.words);
    this.receive({ place, event: { ...event, at } });
  }

  /**
   * Cleans up after a thread that has ended, once every event that it posted has arrived: frees the lock if it held it, and skips
   * an event that it had numbered but not posted. Such an event had no effect, because the thread ended within `emit`.
   */
  release(id: ServerId): void {
    const { words } = this;
    const place = words[unpostedWords + id]! - 1;
    words[unpostedWords + id] = 0;
    const isNumbered = place >= 0 && place < words[countWord]!;
    if (Atomics.load(words, lockWord) === id) unlock(words);
    if (isNumbered && place >= this.next && !this.early.has(place)) this.put(place, null);
  }

  /** Resolves once all events emitted so far have been passed on. To be called when no thread emits any more. */
  async settle(): Promise<void> {
    const place = this.words[countWord]!;
    if (this.next >= place) return;
    await new Promise<void>((resolve) => this.settling.push({ place, resolve }));
  }

  private async lock(): Promise<void> {
    for (;;) {
      const holder = Atomics.compareExchange(this.words, lockWord, free, mainThread);
      if (holder === free) return;
      const { async, value } = Atomics.waitAsync(this.words, lockWord, holder);
      if (async) await value;
    }
  }
}
