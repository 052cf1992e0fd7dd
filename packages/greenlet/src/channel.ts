// Go's channels. Without a capacity a send waits for a receive.

import { ChannelClosed } from './errors.ts';
import { Exchange, type Overflow, Receive, Send } from './exchange.ts';
import { count } from './numbers.ts';
import { promiseOf } from './outside.ts';
import type { Wait } from './public.ts';
import { Fifo } from './stores.ts';
import { finishAll, PendingWait } from './wait.ts';

export interface ChannelOptions {
  /** Name used in messages. */
  readonly name?: string;
  /** Number of items buffered: an integer of at least 0, or Infinity; 0 unless given. */
  readonly capacity?: number;
  /** What sending to a full buffer does: wait (unless given), drop the item that would be received next, or drop the new item. */
  readonly overflow?: Overflow;
}

/** An item, or the end of a channel that is closed and empty. */
export type Received<T> =
  | { readonly ok: true; readonly value: T }
  | { readonly ok: false; readonly value: undefined };

/** The sending end of a channel. */
export interface Sender<in T> {
  readonly name: string;
  /** Waits until the item is received or buffered. Raises ChannelClosed if the channel is closed before. */
  send(item: T): Wait<true>;
  /** Ends the channel. Buffered items can still be received. @throws ChannelClosed if it is closed */
  close(): void;
}

/** The receiving end of a channel. */
export interface Receiver<out T> {
  readonly name: string;
  /** Waits for an item; returns at once, with `ok: false`, when the channel is closed and empty. */
  receive(): Wait<Received<T>>;
}

export class Channel<T> implements Sender<T>, Receiver<T> {
  private readonly exchange: ChannelExchange<T>;

  /** @throws UsageError if the capacity is no integer of at least 0, nor Infinity */
  constructor({ name = 'a channel', capacity = 0, overflow = 'wait' }: ChannelOptions = {}) {
    const checked = count(capacity, 0, `the capacity of ${name}`);
    this.exchange = new ChannelExchange(name, checked, new Fifo<T>(), overflow);
  }

  get name(): string {
    return this.exchange.name;
  }

  /** Number of buffered items. */
  get size(): number {
    return this.exchange.size;
  }

  /** Number of items dropped because the buffer was full. */
  get dropped(): number {
    return this.exchange.dropped;
  }

  get closed(): boolean {
    return this.exchange.closed;
  }

  send(item: T): Wait<true> {
    return new PendingWait(sending, this.exchange, item);
  }

  receive(): Wait<Received<T>> {
    return new PendingWait<Received<T>>(receiving, this.exchange);
  }

  close(): void {
    this.exchange.close();
  }

  /** Iterates outside of greenlets, until the channel is closed and empty. */
  async *[Symbol.asyncIterator](): AsyncGenerator<T, void> {
    for (;;) {
      const { ok, value } = await promiseOf(this.receive());
      if (!ok) return;
      yield value;
    }
  }
}

const ended: Received<never> = { ok: false, value: undefined };

class ChannelExchange<T> extends Exchange<T, Received<T>> {
  closed = false;

  override wrap(value: T): Received<T> {
    return { ok: true, value };
  }

  override unwrap({ value }: Received<T>): T {
    return value as T;
  }

  close(): void {
    if (this.closed) throw new ChannelClosed(`${this.name} is closed: it can't be closed again`);
    this.closed = true;
    finishAll(this.receivers);
    finishAll(this.senders);
  }
}

class ChannelReceive extends Receive<unknown, Received<unknown>> {
  override ready(exchange: ChannelExchange<unknown>): boolean {
    return exchange.closed || exchange.canReceive();
  }

  override commit(wait: PendingWait<Received<unknown>>, exchange: ChannelExchange<unknown>): void {
    if (exchange.canReceive()) super.commit(wait, exchange);
    else wait.succeed(ended);
  }

  override giveBack(wait: PendingWait<Received<unknown>>, exchange: ChannelExchange<unknown>): void {
    if (wait.value.ok) super.giveBack(wait, exchange);
  }
}

class ChannelSend extends Send<unknown, Received<unknown>> {
  override ready(exchange: ChannelExchange<unknown>): boolean {
    return exchange.closed || exchange.canSend();
  }

  override commit(wait: PendingWait<true>, exchange: ChannelExchange<unknown>, item: unknown): void {
    if (exchange.closed) wait.fail(new ChannelClosed(`${exchange.name} is closed: it takes no item`));
    else super.commit(wait, exchange, item);
  }

  override describe({ name }: ChannelExchange<unknown>): string {
    return `a receiver of ${name}`;
  }
}

const receiving = new ChannelReceive();
const sending = new ChannelSend();
