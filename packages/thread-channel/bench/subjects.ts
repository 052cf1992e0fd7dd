// The subjects: the same traffic between the same two threads, by this package's channels and by `postMessage`. Rate:
// thread A sends as fast as it can, thread B times from the first message to the last; batched by hand only where the name
// says so. Round trip: A sends, waits for the echo, and times many of them.

import type { MessagePort } from 'node:worker_threads';
import type { Frame, Inbox, Sender, Spin } from '../src/index.ts';

/** A thread's ends for one subject. */
export interface Ends {
  readonly inbox: Inbox;
  readonly sender: Sender;
  readonly port: MessagePort;
}

export interface Subject {
  readonly name: string;
  readonly measures: 'rate' | 'round trip';
  /** Messages, or round trips, of one round: some tenths of a second. */
  readonly count: number;
  /** Attempts of the channel's ends before they sleep. */
  readonly spin?: Spin;
  /** In thread A. For a round trip, the milliseconds that all took. */
  drive(ends: Ends, count: number): Promise<number> | number;
  /** In thread B. For a rate, the milliseconds from the first message to the last. */
  serve(ends: Ends, count: number): Promise<number> | number;
}

/** Bytes of a message. */
const size = 64;
const message = new Uint8Array(size).fill(7);
/** Messages of one `postMessage` where they are batched by hand. */
const batchSize = 64;

/** Sum of the bytes read, so that each message is touched. */
let sum = 0;

function touch({ bytes, offset }: Frame): void {
  sum += bytes[offset] as number;
}

function timed(action: () => void): number {
  const start = performance.now();
  action();
  return performance.now() - start;
}

const sendAndReceive: Omit<Subject, 'name'> = {
  measures: 'rate',
  count: 200_000,
  drive({ sender }, count) {
    for (let i = 0; i < count; i++) sender.send(message);
    return 0;
  },
  serve({ inbox }, count) {
    touch(inbox.receive() as Frame);
    return timed(() => {
      for (let i = 1; i < count; i++) touch(inbox.receive() as Frame);
    });
  },
};

const writeAndDrain: Omit<Subject, 'name'> = {
  measures: 'rate',
  count: 200_000,
  drive({ sender }, count) {
    const encode = (bytes: Uint8Array, at: number) => {
      for (let i = 0; i < size; i++) bytes[at + i] = i;
      return size;
    };
    for (let i = 0; i < count; i++) sender.write(size, encode);
    return 0;
  },
  serve({ inbox }, count) {
    touch(inbox.receive() as Frame);
    return timed(() => {
      for (let got = 1; got < count; ) {
        touch(inbox.receive() as Frame);
        got += 1 + inbox.drain(touch, count - got - 1);
      }
    });
  },
};

const blockingEcho: Omit<Subject, 'name'> = {
  measures: 'round trip',
  count: 5000,
  drive({ sender, inbox }, count) {
    return timed(() => {
      for (let i = 0; i < count; i++) {
        sender.send(message);
        inbox.receive();
      }
    });
  },
  serve({ sender, inbox }, count) {
    for (let i = 0; i < count; i++) sender.send((inbox.receive() as Frame).view());
    return 0;
  },
};

const awaitingEcho: Omit<Subject, 'name'> = {
  measures: 'round trip',
  count: 3000,
  async drive({ sender, inbox }, count) {
    const start = performance.now();
    for (let i = 0; i < count; i++) {
      await sender.sendAsync(message);
      await inbox.receiveAsync();
    }
    return performance.now() - start;
  },
  async serve({ sender, inbox }, count) {
    for (let i = 0; i < count; i++) await sender.sendAsync(((await inbox.receiveAsync()) as Frame).view());
    return 0;
  },
};

/** Calls `visit` for `count` messages of the port; resolves with the milliseconds from the first to the last. */
function listen(port: MessagePort, count: number, visit: (message: unknown) => void): Promise<number> {
  const { promise, resolve } = Promise.withResolvers<number>();
  let got = 0;
  let start = 0;
  const receive = (message: unknown) => {
    if (got === 0) start = performance.now();
    got += 1;
    visit(message);
    if (got < count) return;
    port.off('message', receive);
    resolve(performance.now() - start);
  };
  port.on('message', receive);
  return promise;
}

function posting(count: number, post: (port: MessagePort) => void, visit: (message: never) => void) {
  return {
    measures: 'rate' as const,
    count,
    drive({ port }: Ends, count: number) {
      for (let i = 0; i < count; i++) post(port);
      return 0;
    },
    serve: ({ port }: Ends, count: number) => listen(port, count, visit as (message: unknown) => void),
  };
}

const postedEcho: Omit<Subject, 'name'> = {
  measures: 'round trip',
  count: 3000,
  drive({ port }, count) {
    let left = count;
    const echoes = listen(port, count, () => {
      left -= 1;
      if (left > 0) port.postMessage(message);
    });
    port.postMessage(message);
    return echoes;
  },
  serve: ({ port }, count) => listen(port, count, (message) => port.postMessage(message)),
};

/** Distinct objects: of one repeated 64 times `postMessage` would send 63 references. */
const batch = Array.from({ length: batchSize }, () => message.slice());
/** The same without the objects. */
const flatBatch = new Uint8Array(batchSize * size);

export const subjects: readonly Subject[] = [
  { name: 'channel: send, receive', ...sendAndReceive },
  { name: 'channel: encode in place, drain', ...writeAndDrain },
  {
    name: 'postMessage: 64 bytes',
    ...posting(
      30_000,
      (port) => port.postMessage(message),
      (bytes: Uint8Array) => (sum += bytes[0] as number),
    ),
  },
  {
    name: 'postMessage: { type, from, to, term }',
    ...posting(
      30_000,
      (port) => port.postMessage({ type: 'RequestVote', from: 1, to: 2, term: 3 }),
      ({ term }: { term: number }) => (sum += term),
    ),
  },
  {
    name: `postMessage: ${batchSize} × 64 bytes, batched by hand`,
    ...posting(
      1500,
      (port) => port.postMessage(batch),
      (all: Uint8Array[]) => {
        for (const bytes of all) sum += bytes[0] as number;
      },
    ),
  },
  {
    name: `postMessage: ${batchSize * size} bytes, batched by hand`,
    ...posting(
      5000,
      (port) => port.postMessage(flatBatch),
      (all: Uint8Array) => {
        for (let i = 0; i < all.length; i += size) sum += all[i] as number;
      },
    ),
  },
  { name: 'channel: adaptive spin', ...sendAndReceive, spin: 'adaptive' },
  { name: 'channel: threads that block', ...blockingEcho },
  { name: 'postMessage', ...postedEcho },
  { name: 'channel: event loops that await', ...awaitingEcho },
  { name: 'channel: threads that block, adaptive spin', ...blockingEcho, spin: 'adaptive' },
];

/** Messages that one message of the subject stands for. */
export function messagesIn({ name }: Subject): number {
  return name.includes('by hand') ? batchSize : 1;
}
