// A thread that dies can close nothing: whoever started it does so in its place.

import type { Worker } from 'node:worker_threads';
import { type InboxHandle, receiverDied, type SenderHandle, senderDied } from './handle.ts';

/** The channel ends that a thread holds. */
export interface Ends {
  readonly receives?: readonly InboxHandle[];
  readonly sends?: readonly SenderHandle[];
}

/**
 * Binds channel ends to a worker's life. When it exits, for whatever reason, those that it has not closed are declared
 * dead: blocked senders get `PeerDied`, and a receiver has what the worker had sent, and then its end.
 *
 * The starting thread must not block for long, or it learns of the exit too late. What a worker acquires later is bound
 * by another call.
 */
export function bindToWorker(worker: Worker, { receives = [], sends = [] }: Ends): void {
  worker.once('exit', () => {
    for (const inbox of receives) receiverDied(inbox);
    for (const sender of sends) senderDied(sender);
  });
}
