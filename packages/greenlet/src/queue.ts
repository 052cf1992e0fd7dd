// Queues: any number of givers and takers, each item to one of them.

import { Chain } from './chain.ts';
import { Empty, Full, Misuse } from './errors.ts';
import { Exchange, Giving, Taking } from './exchange.ts';
import { Fifo, Heap, Lifo, type Store } from './stores.ts';
import { finishAll, Kind, Wait } from './wait.ts';

export interface QueueOptions {
  /** What it is called where it is spoken of. */
  readonly name?: string;
  /** How many items it keeps before who puts one must wait: at least 1; without limit unless given. */
  readonly capacity?: number;
}

/** First in, first out. Those who wait are served first come, first served. */
export class Queue<T> {
  private readonly exchange: QueueExchange<T>;
  private readonly joiners = new Chain<Wait<true>>();
  private done = 0;

  /** @throws Misuse if the capacity is below 1 */
  constructor({ name = 'a queue', capacity = Infinity }: QueueOptions = {}, store: Store<T> = new Fifo()) {
    if (!(capacity >= 1)) throw new Misuse(`${name} can't have a capacity of ${capacity}: use a Channel`);
    this.exchange = new QueueExchange(name, capacity, store);
  }

  get name(): string {
    return this.exchange.name;
  }

  /** How many items it keeps. */
  get size(): number {
    return this.exchange.size;
  }

  /** How many items have come in that `taskDone` has not been called for. */
  get unfinished(): number {
    return this.exchange.accepted - this.done;
  }

  /** Waits until there is room, and puts the item in. */
  put(item: T): Wait<true> {
    return new Wait(putting, this.exchange, item);
  }

  /** Puts an item in, from a callback too. @throws Full if there is no room */
  putNowait(item: T): void {
    if (!this.exchange.canGive()) throw new Full(`${this.name} is full: it keeps ${this.size} items`);
    this.exchange.give(item);
  }

  /** Waits for an item, and takes it out. */
  get(): Wait<T> {
    return new Wait<T>(getting, this.exchange);
  }

  /** Takes an item out, from a callback too. @throws Empty if there is none */
  getNowait(): T {
    if (!this.exchange.canTake()) throw new Empty(`${this.name} is empty`);
    return this.exchange.take();
  }

  /** Says that an item that was taken out is done with. @throws Misuse if that is said of more items than came in */
  taskDone(): void {
    if (this.unfinished === 0) throw new Misuse(`${this.name} has no item that is not done with`);
    this.done += 1;
    if (this.unfinished === 0) finishAll(this.joiners);
  }

  /** Waits until `taskDone` has been called for every item that has come in. */
  join(): Wait<true> {
    return new Wait(joining, this);
  }

  /** Completes the wait when every item is done with. */
  addJoiner(wait: Wait<true>): void {
    this.joiners.push(wait);
  }
}

/** Last in, first out. */
export class LifoQueue<T> extends Queue<T> {
  constructor(options: QueueOptions = {}) {
    super(options, new Lifo());
  }
}

/** The least first, as `compare` says in the manner of `sort`; among equals, the one that came in first. */
export class PriorityQueue<T> extends Queue<T> {
  constructor(compare: (a: T, b: T) => number, options: QueueOptions = {}) {
    super(options, new Heap(compare));
  }
}

class QueueExchange<T> extends Exchange<T, T> {
  wrap(item: T): T {
    return item;
  }

  unwrap(item: T): T {
    return item;
  }
}

class Joining extends Kind<true, Queue<unknown>> {
  ready({ unfinished }: Queue<unknown>): boolean {
    return unfinished === 0;
  }

  commit(wait: Wait<true>): void {
    wait.succeed(true);
  }

  enlist(wait: Wait<true>, queue: Queue<unknown>): void {
    queue.addJoiner(wait);
  }

  describe({ name }: Queue<unknown>): string {
    return `all items of ${name} to be done with`;
  }
}

const getting = new Taking<unknown, unknown>();
const putting = new Giving<unknown, unknown>();
const joining = new Joining();
