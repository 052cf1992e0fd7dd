// Queues: as many givers and takers as there are, each item to one of them.

import { Chain } from './chain.ts';
import { Empty, Full, Misuse } from './errors.ts';
import { Exchange, Giving, Taking } from './exchange.ts';
import { Fifo, Heap, Lifo, type Store } from './stores.ts';
import { Wait } from './wait.ts';

export interface QueueOptions {
  /** What it is called where it is spoken of. */
  readonly name?: string;
  /** How many items it keeps before who puts one must wait: at least 1, without limit unless given. */
  readonly capacity?: number;
}

/** First in, first out. Who waits is served first come, first served. */
export class Queue<T> {
  readonly name: string;
  private readonly exchange: Exchange<T>;
  private readonly joiners = new Chain<Wait<void>>();
  /** How many items have come in that `taskDone` has not been called for. Only the queue sets it. */
  unfinished = 0;

  /** @throws Misuse if the capacity is below 1 */
  constructor(options: QueueOptions = {}, store: Store<T> = new Fifo()) {
    const { name = 'a queue', capacity = Infinity } = options;
    if (!(capacity >= 1)) throw new Misuse(`${name} can't have a capacity of ${capacity}: use a Channel`);
    this.name = name;
    this.exchange = new Exchange(store, capacity);
  }

  /** How many items it keeps. */
  get size(): number {
    return this.exchange.size;
  }

  /** Waits until there is room, and puts the item in. */
  put(item: T): Wait<void> {
    return new Put(this, this.exchange, item);
  }

  /** Puts an item in, from a callback too. @throws Full if there is no room */
  putNowait(item: T): void {
    if (!this.exchange.canGive()) throw new Full(`${this.name} is full: it keeps ${this.size} items`);
    this.exchange.give(item);
    this.unfinished += 1;
  }

  /** Waits for an item, and takes it out. */
  get(): Wait<T> {
    return new Get(this, this.exchange);
  }

  /** Takes an item out, from a callback too. @throws Empty if there is none */
  getNowait(): T {
    if (!this.exchange.canTake()) throw new Empty(`${this.name} is empty`);
    return this.exchange.take();
  }

  /** Says that an item that was taken out is done with. @throws Misuse if it is said more often than items came in */
  taskDone(): void {
    if (this.unfinished === 0) throw new Misuse(`${this.name} has no item that is not done with`);
    this.unfinished -= 1;
    if (this.unfinished > 0) return;
    for (let wait = this.joiners.shift(); wait !== null; wait = this.joiners.shift()) wait.finish();
  }

  /** Waits until `taskDone` has been called for every item. */
  join(): Wait<void> {
    return new AllDone(this, this.joiners);
  }
}

/** Last in, first out. */
export class LifoQueue<T> extends Queue<T> {
  constructor(options: QueueOptions = {}) {
    super(options, new Lifo());
  }
}

/** The least first, as `compare` says (in the manner of `sort`); among equals, the one that was put in first. */
export class PriorityQueue<T> extends Queue<T> {
  constructor(compare: (a: T, b: T) => number, options: QueueOptions = {}) {
    super(options, new Heap(compare));
  }
}

class Get<T> extends Taking<T, T> {
  private readonly queue: Queue<T>;

  constructor(queue: Queue<T>, exchange: Exchange<T>) {
    super(exchange);
    this.queue = queue;
  }

  commit(): void {
    this.succeed(this.exchange.take());
  }

  hand(item: T): void {
    this.complete(item);
  }

  protected override giveBack(): void {
    this.exchange.giveBack(this.value);
  }

  describe(): string {
    return `an item of ${this.queue.name}`;
  }
}

class Put<T> extends Giving<T> {
  private readonly queue: Queue<T>;

  constructor(queue: Queue<T>, exchange: Exchange<T>, item: T) {
    super(exchange, item);
    this.queue = queue;
  }

  override succeed(): void {
    super.succeed();
    this.queue.unfinished += 1;
  }

  describe(): string {
    return `room in ${this.queue.name}`;
  }
}

class AllDone<T> extends Wait<void> {
  private readonly queue: Queue<T>;
  private readonly joiners: Chain<Wait<void>>;

  constructor(queue: Queue<T>, joiners: Chain<Wait<void>>) {
    super();
    this.queue = queue;
    this.joiners = joiners;
  }

  ready(): boolean {
    return this.queue.unfinished === 0;
  }

  commit(): void {
    this.succeed();
  }

  protected enlist(): void {
    this.joiners.push(this);
  }

  describe(): string {
    return `all items of ${this.queue.name} to be done with`;
  }
}
