// Where those who give and those who take meet: what queues and channels have in common. There is room for so many items;
// who finds none stands in line, and so does who finds no item. So only one of the two lines is ever occupied.

import { Chain } from './chain.ts';
import type { Store } from './stores.ts';
import { Wait } from './wait.ts';

/** Waits for an item. */
export abstract class Taking<T, V> extends Wait<V> {
  protected readonly exchange: Exchange<T>;

  constructor(exchange: Exchange<T>) {
    super();
    this.exchange = exchange;
  }

  ready(): boolean {
    return this.exchange.canTake();
  }

  protected enlist(): void {
    this.exchange.takers.push(this as unknown as Taking<T, unknown>);
  }

  /** Ends it with an item that comes while it stands in line. */
  abstract hand(item: T): void;
}

/** Waits until an item has found room or a taker. */
export abstract class Giving<T> extends Wait<void> {
  protected readonly exchange: Exchange<T>;
  readonly item: T;

  constructor(exchange: Exchange<T>, item: T) {
    super();
    this.exchange = exchange;
    this.item = item;
  }

  ready(): boolean {
    return this.exchange.canGive();
  }

  commit(): void {
    this.exchange.give(this.item);
    this.succeed();
  }

  protected enlist(): void {
    this.exchange.givers.push(this);
  }
}

export class Exchange<T> {
  readonly takers = new Chain<Taking<T, unknown>>();
  readonly givers = new Chain<Giving<T>>();
  private readonly store: Store<T>;
  private readonly capacity: number;

  constructor(store: Store<T>, capacity: number) {
    this.store = store;
    this.capacity = capacity;
  }

  /** How many items are kept. */
  get size(): number {
    return this.store.size;
  }

  canTake(): boolean {
    return this.store.size > 0 || this.givers.first !== null;
  }

  canGive(): boolean {
    return this.store.size < this.capacity || this.takers.first !== null;
  }

  /** Hands an item to the first who waits, or keeps it. */
  give(item: T): void {
    const taker = this.takers.shift();
    if (taker === null) this.store.add(item);
    else taker.hand(item);
  }

  /** Takes an item, and lets the first who waits for room have it. */
  take(): T {
    if (this.store.size === 0) return this.takeFrom(this.givers.shift()!);
    const item = this.store.take();
    if (this.givers.first !== null && this.store.size < this.capacity)
      this.store.add(this.takeFrom(this.givers.shift()!));
    return item;
  }

  /** An item that was handed to somebody who can't take it any more goes to the next, or comes out next. */
  giveBack(item: T): void {
    const taker = this.takers.shift();
    if (taker === null) this.store.putBack(item);
    else taker.hand(item);
  }

  private takeFrom(giver: Giving<T>): T {
    giver.complete();
    return giver.item;
  }
}
