// Queues between any number of putters and getters; each item goes to one getter.

import { Empty, Full, ShutDown, UsageError } from './errors.ts';
import { Exchange, type Overflow, Receive, Send } from './exchange.ts';
import { LinkedList } from './linked-list.ts';
import { count } from './numbers.ts';
import { promiseOf } from './outside.ts';
import type { Wait } from './public.ts';
import { Fifo, Heap, Lifo, type Store } from './stores.ts';
import { finishAll, PendingWait, WaitKind } from './wait.ts';

export interface QueueOptions {
  /** Name used in messages. */
  readonly name?: string;
  /** Number of items it holds before `put` waits: an integer of at least 1; unlimited unless given. */
  readonly capacity?: number;
  /** What sending to a full buffer does: wait (unless given), drop the item that would be received next, or drop the new item. */
  readonly overflow?: Overflow;
}

/** First in, first out. Waiters are served first come, first served. */
export class Queue<T> {
  private readonly exchange: QueueExchange<T>;
  private readonly joiners = new LinkedList<PendingWait<true>>();
  private done = 0;

  /** @throws UsageError if the capacity is no integer of at least 1, nor Infinity */
  constructor(
    { name = 'a queue', capacity = Infinity, overflow = 'wait' }: QueueOptions = {},
    store: Store<T> = new Fifo(),
  ) {
    this.exchange = new QueueExchange(name, count(capacity, 1, `the capacity of ${name}`), store, overflow);
    this.exchange.onDrop = () => this.finishJoiners();
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
    return this.exchange.accepted - this.exchange.dropped - this.done;
  }

  /** Number of items dropped because the queue was full, or shut down. */
  get dropped(): number {
    return this.exchange.dropped;
  }

  /** Whether it is shut down. */
  get isShutDown(): boolean {
    return this.exchange.isShutDown;
  }

  /** Waits for room and puts the item. Raises ShutDown if the queue is shut down before. */
  put(item: T): Wait<true> {
    return new PendingWait(putting, this.exchange, item);
  }

  /** Puts an item, from a callback too. @throws Full if there is no room; ShutDown if the queue is shut down */
  putNowait(item: T): void {
    this.exchange.checkOpen();
    if (!this.exchange.canSend()) throw new Full(`${this.name} is full: it holds ${this.size} items`);
    this.exchange.send(item);
  }

  /** Waits for an item and takes it. Raises ShutDown if the queue is shut down and empty. */
  get(): Wait<T> {
    return new PendingWait<T>(getting, this.exchange);
  }

  /** Takes an item, from a callback too. @throws Empty if there is none; ShutDown if there will be none */
  getNowait(): T {
    if (this.exchange.canReceive()) return this.exchange.receive();
    this.exchange.checkOpen();
    throw new Empty(`${this.name} is empty`);
  }

  /**
   * Ends the queue, as Python's: from now on `put` raises ShutDown, also where it waits, and so does `get` once the queue is
   * empty. With `immediate`, its items are dropped and count as finished. A second call may add `immediate`.
   */
  shutdown({ immediate = false }: { readonly immediate?: boolean } = {}): void {
    this.exchange.shutdown(immediate);
    this.finishJoiners();
  }

  /** Iterates outside of greenlets, until the queue is shut down and empty. */
  async *[Symbol.asyncIterator](): AsyncGenerator<T, void> {
    try {
      for (;;) yield await promiseOf(this.get());
    } catch (error) {
      if (!(error instanceof ShutDown)) throw error;
    }
  }

  /** Marks one taken item as finished. @throws UsageError if called more often than items were put */
  taskDone(): void {
    if (this.unfinished === 0) throw new UsageError(`${this.name} has no unfinished item`);
    this.done += 1;
    this.finishJoiners();
  }

  /** Waits until `taskDone` has been called for every item put. */
  join(): Wait<true> {
    return new PendingWait(Queue.joining, this);
  }

  private finishJoiners(): void {
    if (this.unfinished === 0) finishAll(this.joiners);
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
  isShutDown = false;
  private dropsReturned = false;
  /** Called when an item that a getter had taken is dropped. */
  onDrop = (): void => {};

  override wrap(item: T): T {
    return item;
  }

  override unwrap(item: T): T {
    return item;
  }

  shutdown(immediate: boolean): void {
    this.isShutDown = true;
    this.dropsReturned ||= immediate;
    if (immediate) this.clear();
    finishAll(this.receivers);
    finishAll(this.senders);
  }

  override giveBack(item: T, order: number): void {
    if (!this.dropsReturned) return super.giveBack(item, order);
    this.dropped += 1;
    this.onDrop();
  }

  /** @throws ShutDown */
  checkOpen(): void {
    if (this.isShutDown) throw this.shutDownError();
  }

  shutDownError(): ShutDown {
    return new ShutDown(`${this.name} is shut down`);
  }
}

class QueueGet extends Receive<unknown, unknown> {
  override ready(exchange: QueueExchange<unknown>): boolean {
    return exchange.canReceive() || exchange.isShutDown;
  }

  override commit(wait: PendingWait<unknown>, exchange: QueueExchange<unknown>): void {
    if (exchange.canReceive()) super.commit(wait, exchange);
    else wait.fail(exchange.shutDownError());
  }

  override giveBack(wait: PendingWait<unknown>, exchange: QueueExchange<unknown>): void {
    if (wait.done === 'success') super.giveBack(wait, exchange);
  }
}

class QueuePut extends Send<unknown, unknown> {
  override ready(exchange: QueueExchange<unknown>): boolean {
    return exchange.canSend() || exchange.isShutDown;
  }

  override commit(wait: PendingWait<true>, exchange: QueueExchange<unknown>, item: unknown): void {
    if (exchange.isShutDown) wait.fail(exchange.shutDownError());
    else super.commit(wait, exchange, item);
  }
}

const getting = new QueueGet();
const putting = new QueuePut();
