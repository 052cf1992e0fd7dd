// The parent as its child sees it.

import { Mailbox } from './mailbox.ts';

let mailbox: Mailbox | undefined;

/** Resolves when the message is written, or the parent is gone. */
export function send(message: unknown): Promise<void> {
  const { promise, resolve } =
    Promise.withResolvers<void>();
  if (!process.connected) resolve();
  else process.send!(message, () => resolve());
  return promise;
}

/** The next message; the process ends when the parent is gone. */
export async function receive<T>(): Promise<T> {
  mailbox ??= new Mailbox(process);
  return (await mailbox.receive()) as T;
}
