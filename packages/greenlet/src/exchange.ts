// A buffer between senders and receivers: what queues and channels have in common. Senders wait when it is full, receivers
// when it is empty, so at most one of the two lists is occupied.

import { UsageError } from './errors.ts';
import { LinkedList } from './linked-list.ts';
import type { Store } from './stores.ts';
import { type PendingWait, WaitKind } from './wait.ts';

/** What sending to a full buffer does: wait, drop the item that would be received next, or drop the new item. */
export type Overflow = 'wait' | 'sliding' | 'dropping';

/** @typeParam Received what a receiver gets for an item */
export abstract class Exchange<T, Received> {
  readonly name: string;
  readonly receivers = new LinkedList<PendingWait<Received>>();
  readonly senders = new LinkedList<PendingWait<true>>();
  /** Number of items that have come in. */
  accepted = 0;
  private readonly store: Store<T>;
  private readonly capacity: number;
  private readonly overflow: Overflow;
  /** Number of items that came in and were dropped. */
  dropped = 0;

  constructor(name: string, capacity: number, store: Store<T>, overflow: Overflow) {
    this.name = name;
    this.capacity = capacity;
    this.store = store;
    this.overflow = overflow;
    checkOverflow(name, overflow, capacity);
  }

  /** Received form of an item. */
  abstract wrap(item: T): Received;

  /** Item of a received form. */
  abstract unwrap(taken: Received): T;

  /** Number of items in the buffer. */
  get size(): number {
    return this.store.size;
  }

  canReceive(): boolean {
    return this.store.size > 0 || !this.senders.isEmpty;
  }

  canSend(): boolean {
    return this.store.size < this.capacity || this.overflow !== 'wait' || !this.receivers.isEmpty;
  }

  /** Passes an item to the first receiver, or stores it. Requires canSend. */
  send(item: T): void {
    this.accepted += 1;
    const receiver = this.receivers.shift();
    if (receiver !== null) this.handOver(item, this.accepted, receiver);
    else if (this.makeRoom()) this.store.add(item, this.accepted);
  }

  /** Takes an item, and accepts one of the first sender. Requires canReceive. */
  receive(): T {
    if (this.store.size === 0) return this.takeFromSender();
    const item = this.store.take();
    if (!this.senders.isEmpty && this.store.size < this.capacity)
      this.store.add(this.takeFromSender(), this.accepted);
    return item;
  }

  /** An item whose receiver was killed before it ran goes to the next receiver, or back to its place. */
  giveBack(item: T, order: number): void {
    const receiver = this.receivers.shift();
    if (receiver === null) this.store.putBack(item, order);
    else this.handOver(item, order, receiver);
  }

  /** Drops all items in the buffer. */
  clear(): void {
    for (; this.store.size > 0; this.dropped += 1) this.store.take();
  }

  /** Drops an item if the buffer is full. Returns whether there is room for the new one. */
  private makeRoom(): boolean {
    if (this.store.size < this.capacity || this.overflow === 'wait') return true;
    this.dropped += 1;
    if (this.overflow === 'sliding') this.store.take();
    return this.overflow === 'sliding';
  }

  private handOver(item: T, order: number, receiver: PendingWait<Received>): void {
    receiver.order = order;
    receiver.complete(this.wrap(item));
  }

  private takeFromSender(): T {
    const sender = this.senders.shift()!;
    const item = sender.item as T;
    this.accepted += 1;
    sender.complete(true);
    return item;
  }
}

/** @throws UsageError */
function checkOverflow(name: string, overflow: Overflow, capacity: number): void {
  if (overflow === 'wait') return;
  if (overflow !== 'sliding' && overflow !== 'dropping')
    throw new UsageError(`${name} can't be ${overflow} when full: give 'wait', 'sliding' or 'dropping'`);
  if (!(capacity >= 1 && capacity < Infinity))
    throw new UsageError(`${name} can't be ${overflow} with a capacity of ${capacity}: give at least 1`);
}

/** Waits for an item. */
export class Receive<T, Received> extends WaitKind<Received, Exchange<T, Received>> {
  override ready(exchange: Exchange<T, Received>): boolean {
    return exchange.canReceive();
  }

  override commit(wait: PendingWait<Received>, exchange: Exchange<T, Received>): void {
    wait.succeed(exchange.wrap(exchange.receive()));
  }

  override register(wait: PendingWait<Received>, exchange: Exchange<T, Received>): void {
    exchange.receivers.push(wait);
  }

  override giveBack({ value, order }: PendingWait<Received>, exchange: Exchange<T, Received>): void {
    exchange.giveBack(exchange.unwrap(value), order);
  }

  override describe({ name }: Exchange<T, Received>): string {
    return `an item of ${name}`;
  }
}

/** Waits until its item has a receiver, or room in the buffer. */
export class Send<T, Received> extends WaitKind<true, Exchange<T, Received>, T> {
  override ready(exchange: Exchange<T, Received>): boolean {
    return exchange.canSend();
  }

  override commit(wait: PendingWait<true>, exchange: Exchange<T, Received>, item: T): void {
    exchange.send(item);
    wait.succeed(true);
  }

  override register(wait: PendingWait<true>, exchange: Exchange<T, Received>): void {
    exchange.senders.push(wait);
  }

  override describe({ name }: Exchange<T, Received>): string {
    return `room in ${name}`;
  }
}
