/// <reference lib="esnext.disposable" preserve="true" />
// Channels of values: an inbox and a sender with a codec. `structured` is a codec for every engine and for browsers;
// `@three-ways/thread-channel/v8` has Node's own, which is faster.

import type { WaitOptions } from './arguments.ts';
import type { Codec } from './codec.ts';
import type { Inbox } from './inbox.ts';
import type { Sender, SendOptions } from './sender.ts';

export type { Codec } from './codec.ts';
export { json } from './json-codec.ts';
export { structured } from './structured-codec.ts';

/** A received value, in an object because `null` may be a value. */
export interface Received<T> {
  readonly value: T;
  /** The lane of its sender. */
  readonly lane: number;
}

/** The receiving end of a channel of values. Waits and throws as the inbox does, and as the codec's `decode`. */
export class ValueInbox<T> {
  readonly inbox: Inbox;
  private readonly codec: Codec<T>;

  constructor(inbox: Inbox, codec: Codec<T>) {
    this.inbox = inbox;
    this.codec = codec;
  }

  /** The next value, or null if there is none now. */
  tryReceive(): Received<T> | null {
    return this.decoded(this.inbox.tryReceive());
  }

  /** The next value; blocks the thread until there is one. Null at the timeout (ms). */
  receive(limits?: number | WaitOptions): Received<T> | null {
    return this.decoded(this.inbox.receive(limits));
  }

  /** As `receive`, for an event loop. */
  async receiveAsync(limits?: number | WaitOptions): Promise<Received<T> | null> {
    return this.decoded(await this.inbox.receiveAsync(limits));
  }

  /** All values until the channel is closed; blocks the thread between them. */
  *[Symbol.iterator](): Generator<T, void> {
    for (const frame of this.inbox) yield this.codec.decode(frame.copy());
  }

  /** As the iterator, for an event loop. */
  async *[Symbol.asyncIterator](): AsyncGenerator<T, void> {
    for await (const frame of this.inbox) yield this.codec.decode(frame.copy());
  }

  private decoded(frame: ReturnType<Inbox['tryReceive']>): Received<T> | null {
    return frame && { value: this.codec.decode(frame.copy()), lane: frame.lane };
  }
}

/** The sending end of a channel of values. Waits and throws as the sender does, and as the codec's `encode`. */
export class ValueSender<T> {
  readonly sender: Sender;
  private readonly codec: Codec<T>;

  constructor(sender: Sender, codec: Codec<T>) {
    this.sender = sender;
    this.codec = codec;
  }

  /** Sends a value, and never waits. Returns false if the ring is full. */
  trySend(value: T): boolean {
    return this.sender.trySend(this.codec.encode(value));
  }

  /** Sends a value; blocks the thread while the ring is full. Returns false if it still is at the timeout. */
  send(value: T, options?: SendOptions): boolean {
    return this.sender.send(this.codec.encode(value), options);
  }

  /** As `send`, for an event loop. The value is encoded at once, so it may change afterwards. */
  async sendAsync(value: T, options?: SendOptions): Promise<boolean> {
    const bytes = this.codec.encode(value);
    if (this.sender.trySend(bytes)) return true;
    return this.sender.sendAsync(bytes.slice(), options);
  }

  /** Closes the sender and frees its lane. */
  close(): void {
    this.sender.close();
  }

  [Symbol.dispose](): void {
    this.close();
  }
}
