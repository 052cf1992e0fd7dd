// Go's channels. Without a capacity a send waits until somebody receives: the two meet.

import { ChannelClosed } from './errors.ts';
import { Exchange, Giving, Taking } from './exchange.ts';
import { Fifo } from './stores.ts';
import { finishAll, Wait } from './wait.ts';

export interface ChannelOptions {
  /** What it is called where it is spoken of. */
  readonly name?: string;
  /** How many items it keeps that nobody has received yet; 0 unless given. */
  readonly capacity?: number;
}

/** What was received: an item, or the news that the channel is closed and empty. */
export type Received<T> =
  | { readonly ok: true; readonly value: T }
  | { readonly ok: false; readonly value: undefined };

/** The end of a channel that one can only send to. */
export interface Sender<in T> {
  readonly name: string;
  /** Waits until somebody receives the item, or there is room for it. Raises ChannelClosed if it is closed before. */
  send(item: T): Wait<true>;
  /** From now on there is nothing to send. What is kept can still be received. @throws ChannelClosed if it is closed */
  close(): void;
}

/** The end of a channel that one can only receive from. */
export interface Receiver<out T> {
  readonly name: string;
  /** Waits for an item; ends at once, and is not ok, when the channel is closed and empty. */
  receive(): Wait<Received<T>>;
}

export class Channel<T> implements Sender<T>, Receiver<T> {
  private readonly exchange: ChannelExchange<T>;

  constructor({ name = 'a channel', capacity = 0 }: ChannelOptions = {}) {
    this.exchange = new ChannelExchange(name, capacity, new Fifo<T>());
  }

  get name(): string {
    return this.exchange.name;
  }

  /** How many items it keeps. */
  get size(): number {
    return this.exchange.size;
  }

  get closed(): boolean {
    return this.exchange.closed;
  }

  send(item: T): Wait<true> {
    return new Wait(sending, this.exchange, item);
  }

  receive(): Wait<Received<T>> {
    return new Wait<Received<T>>(receiving, this.exchange);
  }

  close(): void {
    this.exchange.close();
  }
}

const nothing: Received<never> = { ok: false, value: undefined };

class ChannelExchange<T> extends Exchange<T, Received<T>> {
  closed = false;

  wrap(value: T): Received<T> {
    return { ok: true, value };
  }

  unwrap({ value }: Received<T>): T {
    return value as T;
  }

  close(): void {
    if (this.closed) throw new ChannelClosed(`${this.name} is closed: it can't be closed again`);
    this.closed = true;
    finishAll(this.takers);
    finishAll(this.givers);
  }
}

class Receiving extends Taking<unknown, Received<unknown>> {
  override ready(exchange: ChannelExchange<unknown>): boolean {
    return exchange.closed || exchange.canTake();
  }

  override commit(wait: Wait<Received<unknown>>, exchange: ChannelExchange<unknown>): void {
    if (exchange.canTake()) super.commit(wait, exchange);
    else wait.succeed(nothing);
  }

  override giveBack(exchange: ChannelExchange<unknown>, received: Received<unknown>): void {
    if (received.ok) super.giveBack(exchange, received);
  }
}

class Sending extends Giving<unknown, Received<unknown>> {
  override ready(exchange: ChannelExchange<unknown>): boolean {
    return exchange.closed || exchange.canGive();
  }

  override commit(wait: Wait<true>, exchange: ChannelExchange<unknown>, item: unknown): void {
    if (exchange.closed) wait.fail(new ChannelClosed(`${exchange.name} is closed: it takes no item`));
    else super.commit(wait, exchange, item);
  }

  override describe({ name }: ChannelExchange<unknown>): string {
    return `a receiver of ${name}`;
  }
}

const receiving = new Receiving();
const sending = new Sending();
