// What a peer of the bench provides: channels from some senders to one receiver, whose ends the threads open.

import type { Transferable } from 'node:worker_threads';

/** A channel, as data for the threads that open its ends. */
export interface Wires {
  readonly receiver: unknown;
  readonly senders: readonly unknown[];
  /** What is transferred with the receiver, and with each sender. */
  readonly transfer?: { readonly receiver: Transferable; readonly senders: readonly Transferable[] };
}

export interface SendingEnd {
  /** Sends a copy. A promise if the end awaits. */
  send(message: Uint8Array): unknown;
}

export interface ReceivingEnd {
  /** Calls `visit` with the first byte of each of the next `count` messages. A promise if the end awaits. */
  each(count: number, visit: (first: number) => void): unknown;
}

export interface Peer {
  readonly name: string;
  /** What it guarantees, beside delivery in order. */
  readonly guarantees: string;
  /** Measured with fewer messages. */
  readonly isSlow?: true;
  wire(senders: number, size: number): Wires;
  openSender(data: never, size: number): SendingEnd;
  openReceiver(data: never, size: number): ReceivingEnd;
}

/** Bytes of each sender's ring, where a peer has rings. */
export const ringSize = 256 * 1024;
