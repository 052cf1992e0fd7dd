// Where those who give and those who take meet: what queues and channels have in common. It keeps so many items; who finds
// no room stands in line, and so does who finds no item. So only one of the two lines is ever occupied.

import { Chain } from './chain.ts';
import type { Store } from './stores.ts';
import { Kind, type Wait } from './wait.ts';

/** @typeParam Taken what a taker gets for an item */
export abstract class Exchange<T, Taken> {
  readonly name: string;
  readonly takers = new Chain<Wait<Taken>>();
  readonly givers = new Chain<Wait<true>>();
  /** How many items have come in. */
  accepted = 0;
  private readonly store: Store<T>;
  private readonly capacity: number;

  constructor(name: string, capacity: number, store: Store<T>) {
    this.name = name;
    this.capacity = capacity;
    this.store = store;
  }

  /** What a taker gets for an item. */
  abstract wrap(item: T): Taken;

  /** The item that a taker got. */
  abstract unwrap(taken: Taken): T;

  /** How many items it keeps. */
  get size(): number {
    return this.store.size;
  }

  canTake(): boolean {
    return this.store.size > 0 || !this.givers.isEmpty;
  }

  canGive(): boolean {
    return this.store.size < this.capacity || !this.takers.isEmpty;
  }

  /** Hands an item to the first who waits, or keeps it. Only called when it can. */
  give(item: T): void {
    this.accepted += 1;
    const taker = this.takers.shift();
    if (taker === null) this.store.add(item);
    else taker.complete(this.wrap(item));
  }

  /** Takes an item, and lets the first who waits for room have it. Only called when it can. */
  take(): T {
    if (this.store.size === 0) return this.takeFromGiver();
    const item = this.store.take();
    if (!this.givers.isEmpty && this.store.size < this.capacity) this.store.add(this.takeFromGiver());
    return item;
  }

  /** An item that was handed to somebody who can't take it any more goes to the next, or else comes out next. */
  giveBack(item: T): void {
    const taker = this.takers.shift();
    if (taker === null) this.store.putBack(item);
    else taker.complete(this.wrap(item));
  }

  private takeFromGiver(): T {
    const giver = this.givers.shift()!;
    const item = giver.item as T;
    this.accepted += 1;
    giver.complete(true);
    return item;
  }
}

/** Waits for an item. */
export class Taking<T, Taken> extends Kind<Taken, Exchange<T, Taken>> {
  ready(exchange: Exchange<T, Taken>): boolean {
    return exchange.canTake();
  }

  commit(wait: Wait<Taken>, exchange: Exchange<T, Taken>): void {
    wait.succeed(exchange.wrap(exchange.take()));
  }

  enlist(wait: Wait<Taken>, exchange: Exchange<T, Taken>): void {
    exchange.takers.push(wait);
  }

  override giveBack(exchange: Exchange<T, Taken>, taken: Taken): void {
    exchange.giveBack(exchange.unwrap(taken));
  }

  describe({ name }: Exchange<T, Taken>): string {
    return `an item of ${name}`;
  }
}

/** Waits until its item has found a taker, or room. */
export class Giving<T, Taken> extends Kind<true, Exchange<T, Taken>, T> {
  ready(exchange: Exchange<T, Taken>): boolean {
    return exchange.canGive();
  }

  commit(wait: Wait<true>, exchange: Exchange<T, Taken>, item: T): void {
    exchange.give(item);
    wait.succeed(true);
  }

  enlist(wait: Wait<true>, exchange: Exchange<T, Taken>): void {
    exchange.givers.push(wait);
  }

  describe({ name }: Exchange<T, Taken>): string {
    return `room in ${name}`;
  }
}
