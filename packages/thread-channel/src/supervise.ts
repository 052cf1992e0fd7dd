// Closes the ends of a thread that has died, from the thread that started it.

import type { Worker } from 'node:worker_threads';
import { type InboxHandle, receiverDied, type SenderHandle, senderDied } from './handle.ts';

/** The channel ends of a thread. */
export interface Ends {
  readonly receives?: readonly InboxHandle[];
  readonly sends?: readonly SenderHandle[];
}

/**
 * Binds channel ends to a worker's life. When it exits, for any reason, those that it has not closed are declared dead:
 * blocked senders get `PeerDied`; a receiver gets the messages that the worker had sent, and then the end.
 *
 * The calling thread must not block for long, or it learns of the exit late. Ends that a worker acquires later are bound by
 * another call.
 */
export function bindToWorker(worker: Worker, { receives = [], sends = [] }: Ends): void {
  worker.once('exit', () => {
    for (const inbox of receives) receiverDied(inbox);
    for (const sender of sends) senderDied(sender);
  });
}
