// What the tests' threads do. A job gets what the test passed, and what it returns is the test's to look at.

import { type Ends, Inbox, type InboxHandle, Sender, type SenderHandle } from '../src/index.ts';

const text = new TextEncoder();

export const jobs = {
  /** Receives until the end; returns what came. */
  collect({ inbox }: { inbox: InboxHandle }): string[] {
    const received: string[] = [];
    for (const frame of Inbox.attach(inbox)) received.push(Buffer.from(frame.view()).toString());
    return received;
  },

  /** Sends every word, blocking as need be, and closes. */
  sendWords({ to, words }: { to: SenderHandle; words: string[] }): void {
    using sender = Sender.attach(to);
    for (const word of words) sender.send(text.encode(word));
  },
} satisfies Record<string, (data: never) => unknown>;

export type Jobs = typeof jobs;
export type JobEnds = Ends;
