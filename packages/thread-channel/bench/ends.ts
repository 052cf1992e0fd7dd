// The interface of a peer of the bench: a channel from several senders to one receiver.

import type { Transferable } from 'node:worker_threads';

/** A channel, as data for the threads that open its ends. */
export interface ChannelHandles {
  readonly receiver: unknown;
  readonly senders: readonly unknown[];
  /** What is transferred with the receiver, and with each sender. */
  readonly transfer?: { readonly receiver: Transferable; readonly senders: readonly Transferable[] };
}

export interface SendingEnd {
  /** Sends a copy. Returns a promise if the peer is asynchronous. */
  send(message: Uint8Array): unknown;
}

export interface ReceivingEnd {
  /** Calls `visit` with the first byte of each of the next `count` messages. Returns a promise if the peer is asynchronous. */
  each(count: number, visit: (first: number) => void): unknown;
}

export interface Peer {
  readonly name: string;
  /** What it guarantees, beside delivery in order. */
  readonly guarantees: string;
  /** Measured with fewer messages. */
  readonly isSlow?: true;
  create(senders: number, size: number): ChannelHandles;
  openSender(data: never, size: number): SendingEnd;
  openReceiver(data: never, size: number): ReceivingEnd;
}

/** Bytes of each sender's ring, where a peer has rings. */
export const ringSize = 256 * 1024;
