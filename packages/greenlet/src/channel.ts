// Go's channels. Without a capacity a send waits until somebody receives: the two meet.

import { ChannelClosed } from './errors.ts';
import { Exchange, Giving, Taking } from './exchange.ts';
import { Fifo } from './stores.ts';
import type { Wait } from './wait.ts';

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
  send(item: T): Wait<void>;
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
  readonly name: string;
  private readonly exchange: ClosableExchange<T>;

  constructor({ name = 'a channel', capacity = 0 }: ChannelOptions = {}) {
    this.name = name;
    this.exchange = new ClosableExchange(new Fifo<T>(), capacity);
  }

  /** How many items it keeps. */
  get size(): number {
    return this.exchange.size;
  }

  get closed(): boolean {
    return this.exchange.closed;
  }

  send(item: T): Wait<void> {
    return new Send(this, this.exchange, item);
  }

  receive(): Wait<Received<T>> {
    return new Receive(this, this.exchange);
  }

  close(): void {
    const { exchange } = this;
    if (exchange.closed) throw new ChannelClosed(`${this.name} is closed: it can't be closed again`);
    exchange.closed = true;
    for (let taker = exchange.takers.shift(); taker !== null; taker = exchange.takers.shift()) taker.finish();
    for (let giver = exchange.givers.shift(); giver !== null; giver = exchange.givers.shift()) giver.finish();
  }
}

class ClosableExchange<T> extends Exchange<T> {
  closed = false;
}

const nothing: Received<never> = { ok: false, value: undefined };

class Receive<T> extends Taking<T, Received<T>> {
  declare protected readonly exchange: ClosableExchange<T>;
  private readonly channel: Channel<T>;

  constructor(channel: Channel<T>, exchange: ClosableExchange<T>) {
    super(exchange);
    this.channel = channel;
  }

  override ready(): boolean {
    return this.exchange.closed || this.exchange.canTake();
  }

  commit(): void {
    this.succeed(this.exchange.canTake() ? { ok: true, value: this.exchange.take() } : nothing);
  }

  hand(item: T): void {
    this.complete({ ok: true, value: item });
  }

  protected override giveBack(): void {
    if (this.value.ok) this.exchange.giveBack(this.value.value);
  }

  describe(): string {
    return `an item of ${this.channel.name}`;
  }
}

class Send<T> extends Giving<T> {
  declare protected readonly exchange: ClosableExchange<T>;
  private readonly channel: Channel<T>;

  constructor(channel: Channel<T>, exchange: ClosableExchange<T>, item: T) {
    super(exchange, item);
    this.channel = channel;
  }

  override ready(): boolean {
    return this.exchange.closed || this.exchange.canGive();
  }

  override commit(): void {
    if (this.exchange.closed)
      this.fail(new ChannelClosed(`${this.channel.name} is closed: it takes no item`));
    else super.commit();
  }

  describe(): string {
    return `a receiver of ${this.channel.name}`;
  }
}
