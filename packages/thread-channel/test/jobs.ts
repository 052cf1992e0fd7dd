// The jobs of the tests' threads: each gets the test's data and returns a result to the test.

import { parentPort } from 'node:worker_threads';
import { type Frame, Inbox, type InboxHandle, Sender, type SenderHandle, select } from '../src/index.ts';

const bytes = (text: string) => new TextEncoder().encode(text);
const textOf = (frame: Frame) => Buffer.from(frame.copy()).toString();

export const jobs = {
  /** Receives until the end; returns what came. */
  collect({ inbox }: { inbox: InboxHandle }): string[] {
    const received: string[] = [];
    for (const frame of Inbox.attach(inbox)) received.push(textOf(frame));
    return received;
  },

  /** Sends every word, blocking while the ring is full, and closes. */
  sendWords({ to, words }: { to: SenderHandle; words: string[] }): void {
    using sender = Sender.attach(to);
    for (const word of words) sender.send(bytes(word));
  },

  /** Sends until an error; returns its name and the number of messages sent. */
  sendUntilError({ to }: { to: SenderHandle }): { error: string; sent: number } {
    const sender = Sender.attach(to);
    let sent = 0;
    const error = nameOfError(() => {
      for (;;) {
        sender.send(bytes(`message ${sent}`));
        sent += 1;
      }
    });
    return { error, sent };
  },

  /** Receives with a deadline; returns the text and the duration (ms). */
  receiveFor({ inbox, timeout }: { inbox: InboxHandle; timeout: number }): {
    text: string | null;
    took: number;
  } {
    const start = performance.now();
    const frame = Inbox.attach(inbox).receive(timeout);
    return { text: frame && textOf(frame), took: performance.now() - start };
  },

  /** Sends with a deadline into a full ring; returns whether it was sent and the duration (ms). */
  sendFor({ to, timeout }: { to: SenderHandle; timeout: number }): { sent: boolean; took: number } {
    const start = performance.now();
    const sent = Sender.attach(to).send(new Uint8Array(60), { timeout });
    return { sent, took: performance.now() - start };
  },

  /** Answers each message with itself until the end. */
  echo({ inbox, to }: { inbox: InboxHandle; to: SenderHandle }): void {
    using sender = Sender.attach(to);
    for (const frame of Inbox.attach(inbox)) sender.send(frame.view());
  },

  /** Receives from either inbox until both have ended; returns the texts of each. */
  selectBoth({ inboxes }: { inboxes: InboxHandle[] }): string[][] {
    const attached = inboxes.map((handle) => Inbox.attach(handle));
    const received = attached.map((): string[] => []);
    nameOfError(() => {
      const any = select(...attached);
      for (;;) {
        const frame = any.receive() as Frame;
        received[attached.indexOf(frame.inbox)]?.push(textOf(frame));
      }
    });
    return received;
  },

  /** A server of a circle: sends `count` messages to each peer and receives as many from each. */
  exchange({ inbox, peers, count }: { inbox: InboxHandle; peers: SenderHandle[]; count: number }): number {
    const own = Inbox.attach(inbox);
    const senders = peers.map((peer) => Sender.attach(peer));
    let received = 0;
    const whileFull = () => {
      received += own.drain(() => {});
    };
    for (let i = 0; i < count; i++)
      for (const sender of senders) sender.send(new Uint8Array(30).fill(i), { whileFull });
    for (; received < count * peers.length; received++) own.receive();
    return received;
  },

  /** Sends a message, then loops forever inside the next one, written but not committed. */
  stopInMidFrame({ to }: { to: SenderHandle }): void {
    const sender = Sender.attach(to);
    sender.send(bytes('whole'));
    sender.write(40, (into, at) => {
      into.fill(0xff, at, at + 40);
      parentPort?.postMessage('in the middle');
      for (;;) {}
    });
  },

  /** Receives one message and fails. */
  throwAfterOne({ inbox }: { inbox: InboxHandle }): void {
    Inbox.attach(inbox).receive();
    throw new Error('thrown by the test');
  },

  /** Receives one message and ends its thread. */
  exitAfterOne({ inbox }: { inbox: InboxHandle }): void {
    Inbox.attach(inbox).receive();
    process.exit(3);
  },
} satisfies Record<string, (data: never) => unknown>;

export type Jobs = typeof jobs;

function nameOfError(action: () => void): string {
  try {
    action();
    return 'none';
  } catch (error) {
    return (error as Error).name;
  }
}
