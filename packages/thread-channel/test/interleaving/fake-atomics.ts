// The `Atomics` of the explorer: replays a thread's past operations, performs the next one on the real memory, and stops
// the thread after it.

import type { InboxHandle } from '../../src/index.ts';
import {
  eventWord,
  generationWord,
  headWord,
  laneStart,
  phaseWord,
  roomEventWord,
  senderDiedWord,
  tailWord,
  workersWord,
  writerWord,
} from '../../src/layout.ts';

/** How an actor ended. */
export type End = { readonly returned: unknown } | { readonly threw: string } | { readonly died: true };

/** A word of one of the inboxes. */
export interface Place {
  readonly memory: number;
  readonly index: number;
  /** The sleeper there has a timeout. */
  readonly canTimeOut?: boolean;
}

/** The result of one step. */
export interface Performed {
  /** `listen`: a pending `waitAsync`; `idle`: an async thread that only a notification can resume. */
  readonly kind: 'operation' | 'notify' | 'sleep' | 'listen' | 'idle' | 'end';
  /** In words, for the trace. */
  what(): string;
  readonly memory: Uint8Array;
  readonly notes: readonly string[];
  readonly returned?: unknown;
  readonly place?: Place;
  /** Whether it leaves the word as it is. */
  readonly isRead?: boolean;
  /** Whether the step had plain accesses that others may see: writes, or reads that were noted. */
  readonly isPlain?: boolean;
  readonly end?: End;
}

/** Thrown through the thread to stop it. */
const stopped = new Error('the explorer has stopped this thread');

/** Later than any deadline: the advance of a thread's clock when it times out (ms). */
const later = 1e9;

const real = Atomics;
const realNow = performance.now;

export class FakeAtomics {
  private readonly inboxes: readonly InboxHandle[];
  private readonly memories: readonly SharedArrayBuffer[];
  /** The replay under way. */
  private past: readonly unknown[] = [];
  private seen: readonly Uint8Array[] = [];
  private count = 0;
  private clock = 0;
  private notes: string[] = [];
  private notesAtStart = 0;
  private performed: Performed | null = null;
  private resolveWait: ((result: string) => void) | null = null;

  constructor(inboxes: readonly InboxHandle[]) {
    this.inboxes = inboxes;
    this.memories = inboxes.map(({ memory }) => memory);
  }

  /** Replays a thread's past and one operation more. */
  async replay(
    run: (note: (what: string) => void) => unknown,
    past: readonly unknown[],
    seen: readonly Uint8Array[],
  ): Promise<Performed> {
    Object.assign(this, { past, seen, count: 0, clock: 0, notes: [], performed: null });
    this.show(0);
    globalThis.Atomics = this as unknown as typeof Atomics;
    performance.now = () => this.clock;
    try {
      const end = endOf(() => run((what) => this.notes.push(what)));
      if (end instanceof Promise) return await this.untilHeld(end);
      return this.performed ?? this.outcome('end', () => 'ends', { end });
    } finally {
      globalThis.Atomics = real;
      performance.now = realNow;
    }
  }

  /** Runs an async thread to its next operation, to its end, or to where only a notification can resume it. */
  private async untilHeld(running: Promise<End>): Promise<Performed> {
    let end: End | undefined;
    void running.then((its) => {
      end = its;
    });
    for (;;) {
      await new Promise(setImmediate); // all its microtasks have run by then
      if (this.performed !== null) return this.performed;
      if (end !== undefined) return this.outcome('end', () => 'ends', { end });
      if (!this.hasPast) return this.outcome('idle', () => 'waits to be notified');
      this.resolveWait?.(this.replayed() as string);
    }
  }

  /** All the memories, one after the other. */
  image(): Uint8Array {
    return Buffer.concat(this.memories.map((memory) => new Uint8Array(memory)));
  }

  nameOf({ memory, index }: Place): string {
    const name = wordName(this.inboxes[memory] as InboxHandle, index);
    return this.inboxes.length === 1 ? name : `inbox ${memory}'s ${name}`;
  }

  load(words: Int32Array, index: number): number {
    return this.perform('loads', words, index, () => real.load(words, index));
  }

  store(words: Int32Array, index: number, value: number): number {
    return this.perform(`stores ${value} in`, words, index, () => real.store(words, index, value));
  }

  or(words: Int32Array, index: number, value: number): number {
    return this.perform(`sets bits ${value} of`, words, index, () => real.or(words, index, value));
  }

  add(words: Int32Array, index: number, value: number): number {
    return this.perform(`adds ${value} to`, words, index, () => real.add(words, index, value));
  }

  sub(words: Int32Array, index: number, value: number): number {
    return this.perform(`subtracts ${value} from`, words, index, () => real.sub(words, index, value));
  }

  exchange(words: Int32Array, index: number, value: number): number {
    return this.perform(`exchanges for ${value}`, words, index, () => real.exchange(words, index, value));
  }

  compareExchange(words: Int32Array, index: number, expected: number, value: number): number {
    const what = `if ${expected}, exchanges for ${value}`;
    return this.perform(what, words, index, () => real.compareExchange(words, index, expected, value));
  }

  notify(words: Int32Array, index: number): number {
    return this.perform('notifies', words, index, () => 0, 'notify');
  }

  wait(words: Int32Array, index: number, expected: number, timeout = Number.POSITIVE_INFINITY): string {
    if (this.hasPast) return this.replayed() as string;
    if (real.load(words, index) !== expected)
      return this.perform('finds changed', words, index, () => 'not-equal');
    const canTimeOut = timeout !== Number.POSITIVE_INFINITY;
    return this.perform('sleeps at', words, index, () => '…', 'sleep', canTimeOut);
  }

  waitAsync(words: Int32Array, index: number, expected: number) {
    const isEqual = real.load(words, index) === expected;
    const value = this.hasPast
      ? this.replayed()
      : isEqual
        ? this.perform('listens at', words, index, () => 'pending', 'listen')
        : this.perform('finds changed', words, index, () => 'not-equal');
    if (value !== 'pending') return { async: false, value };
    const { promise, resolve } = Promise.withResolvers<string>();
    this.resolveWait = resolve;
    return { async: true, value: promise };
  }

  private perform<T>(
    what: string,
    words: Int32Array,
    index: number,
    operation: () => T,
    kind: Performed['kind'] = 'operation',
    canTimeOut = false,
  ): T {
    if (this.performed !== null) throw stopped; // a `finally` during unwinding
    if (this.hasPast) return this.replayed() as T;
    const place = {
      memory: this.memories.indexOf(words.buffer as unknown as SharedArrayBuffer),
      index,
      canTimeOut,
    };
    if (place.memory === -1) return operation(); // memory of the test runner, not of the program
    const isPlain = this.hasPlainAccess();
    const returned = operation();
    const isRead = what === 'loads';
    const inWords = () => `${what} ${this.nameOf(place)}: ${returned}`;
    this.performed = this.outcome(kind, inWords, { returned, place, isRead, isPlain });
    throw stopped;
  }

  private get hasPast(): boolean {
    return this.count < this.past.length;
  }

  private replayed(): unknown {
    const result = this.past[this.count];
    this.count += 1;
    if (result === 'timed-out') this.clock += later;
    this.show(this.count);
    return result;
  }

  /** Restores the memory as the thread saw it at this step. */
  private show(step: number): void {
    let from = 0;
    this.notesAtStart = this.notes.length;
    for (const memory of this.memories) {
      new Uint8Array(memory).set((this.seen[step] as Uint8Array).subarray(from, from + memory.byteLength));
      from += memory.byteLength;
    }
  }

  /** Since the step began: the memory is not as shown, or something was noted. */
  private hasPlainAccess(): boolean {
    const shown = this.seen[this.count] as Uint8Array;
    return this.notes.length > this.notesAtStart || Buffer.compare(shown, this.image()) !== 0;
  }

  private outcome(kind: Performed['kind'], what: () => string, rest: Partial<Performed> = {}): Performed {
    return { kind, what, memory: this.image(), notes: this.notes, ...rest };
  }
}

function endOf(run: () => unknown): End | Promise<End> {
  const threw = (error: Error): End => ({ threw: error.name });
  try {
    const returned = run();
    if (returned instanceof Promise) return returned.then((returned) => ({ returned }), threw);
    return { returned };
  } catch (error) {
    return threw(error as Error);
  }
}

function wordName({ lanes, capacity }: InboxHandle, index: number): string {
  if (index === phaseWord) return 'phase';
  if (index === eventWord) return 'events';
  if (index === senderDiedWord) return 'sender died';
  if (index === workersWord) return 'workers';
  const names = {
    tail: tailWord,
    head: headWord,
    'room events': roomEventWord,
    generation: generationWord,
    writer: writerWord,
  };
  for (let lane = 0; lane < lanes; lane++)
    for (const [name, word] of Object.entries(names))
      if (index === laneStart(lane, capacity) + word) return `lane ${lane}'s ${name}`;
  return `word ${index}`;
}
