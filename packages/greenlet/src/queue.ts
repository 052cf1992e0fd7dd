// Queues between any number of putters and getters; each item goes to one getter.

import { Empty, Full, UsageError } from './errors.ts';
import { Exchange, Receive, Send } from './exchange.ts';
import { LinkedList } from './linked-list.ts';
import { count } from './numbers.ts';
import type { Wait } from './public.ts';
import { Fifo, Heap, Lifo, type Store } from './stores.ts';
import { finishAll, PendingWait, WaitKind } from './wait.ts';

export interface QueueOptions {
  /** Name used in messages. */
  readonly name?: string;
  /** Number of items it holds before `put` waits: an integer of at least 1; unlimited unless given. */
  readonly capacity?: number;
}

/** First in, first out. Waiters are served first come, first served. */
export class Queue<T> {
  private readonly exchange: QueueExchange<T>;
  private readonly joiners = new LinkedList<PendingWait<true>>();
  private done = 0;

  /** @throws UsageError if the capacity is no integer of at least 1, nor Infinity */
  constructor({ name = 'a queue', capacity = Infinity }: QueueOptions = {}, store: Store<T> = new Fifo()) {
    this.exchange = new QueueExchange(name, count(capacity, 1, `the capacity of ${name}`), store);
  }

  get name(): string {
    return this.exchange.name;
  }

  /** Number of items it holds. */
  get size(): number {
    return this.exchange.size;
  }

  /** Number of items put that `taskDone` has not been called for. */
  get unfinished(): number {
    return this.exchange.accepted - this.done;
  }

  /** Waits for room and puts the item. */
  put(item: T): Wait<true> {
    return new PendingWait(putting, this.exchange, item);
  }

  /** Puts an item, from a callback too. @throws Full if there is no room */
  putNowait(item: T): void {
    if (!this.exchange.canSend()) throw new Full(`${this.name} is full: it holds ${this.size} items`);
    this.exchange.send(item);
  }

  /** Waits for an item and takes it. */
  get(): Wait<T> {
    return new PendingWait<T>(getting, this.exchange);
  }

  /** Takes an item, from a callback too. @throws Empty if there is none */
  getNowait(): T {
    if (!this.exchange.canReceive()) throw new Empty(`${this.name} is empty`);
    return this.exchange.receive();
  }

  /** Marks one taken item as finished. @throws UsageError if called more often than items were put */
  taskDone(): void {
    if (this.unfinished === 0) throw new UsageError(`${this.name} has no unfinished item`);
    this.done += 1;
    if (this.unfinished === 0) finishAll(this.joiners);
  }

  /** Waits until `taskDone` has been called for every item put. */
  join(): Wait<true> {
    return new PendingWait(Queue.joining, this);
  }

  private static readonly joining = new (class extends WaitKind<true, Queue<unknown>> {
    override ready({ unfinished }: Queue<unknown>): boolean {
      return unfinished === 0;
    }

    override commit(wait: PendingWait<true>): void {
      wait.succeed(true);
    }

    override register(wait: PendingWait<true>, queue: Queue<unknown>): void {
      queue.joiners.push(wait);
    }

    override describe({ name }: Queue<unknown>): string {
      return `all items of ${name} to be finished`;
    }
  })();
}

/** Last in, first out. */
export class LifoQueue<T> extends Queue<T> {
  constructor(options: QueueOptions = {}) {
    super(options, new Lifo());
  }
}

/** Least item first, by `compare` as in `sort`; equal items first in, first out. */
export class PriorityQueue<T> extends Queue<T> {
  constructor(compare: (a: T, b: T) => number, options: QueueOptions = {}) {
    super(options, new Heap(compare));
  }
}

class QueueExchange<T> extends Exchange<T, T> {
  override wrap(item: T): T {
    return item;
  }

  override unwrap(item: T): T {
    return item;
  }
}

const getting = new Receive<unknown, unknown>();
const putting = new Send<unknown, unknown>();
