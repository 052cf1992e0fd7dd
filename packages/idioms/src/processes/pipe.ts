// Idiom 14: a pipe, with marshalling.

import type { Writable } from 'node:stream';
import { checkSizes } from '../sizes.ts';
import { Children } from './children.ts';
import { receive, send } from './parent.ts';

/** Most bytes of a message. */
const mostBytes = 2 ** 26;

/**
 * Sends `messages` messages of `bytes` bytes to a child as structured
 * clones ('advanced'), and returns the bytes received. Each is
 * encoded, written to a pipe, read and decoded: a copy each time.
 * @throws RangeError
 */
export async function pipe(
  bytes: number,
  messages: number,
): Promise<number> {
  checkSizes({ bytes }, 1, mostBytes);
  checkSizes({ messages });
  await using children = new Children(import.meta.url, {
    serialization: 'advanced',
  });
  const child = children.fork(receiveAll, messages);
  const message = new Uint8Array(bytes);
  for (let i = 0; i < messages; i += 1)
    await child.send(message);
  const received = await child.receive<number>();
  await child.join();
  return received;
}

export async function receiveAll(messages: number) {
  let received = 0;
  for (let i = 0; i < messages; i += 1)
    received += (await receive<Uint8Array>()).length;
  await send(received);
}

/**
 * The same through the child's standard input: a message is its
 * length, 4 bytes, and its bytes. A writer that does not wait until
 * they are written fills its own memory.
 * @throws RangeError
 */
export async function pipeByStdio(
  bytes: number,
  messages: number,
): Promise<number> {
  checkSizes({ bytes }, 1, mostBytes);
  checkSizes({ messages });
  await using children = new Children(import.meta.url, {
    stdio: ['pipe', 'ignore', 'pipe', 'ipc'],
  });
  const child = children.fork(readAll, messages);
  const { stdin } = child.process;
  const message = new Uint8Array(bytes);
  for (let i = 0; i < messages && stdin; i += 1)
    await write(stdin, message);
  stdin?.end();
  const received = await child.receive<number>();
  await child.join();
  return received;
}

export async function readAll(messages: number) {
  const reader = new Reader(process.stdin);
  let received = 0;
  for (let i = 0; i < messages; i += 1) {
    const size = (await reader.read(4)).readUInt32LE();
    received += (await reader.read(size)).length;
  }
  await send(received);
}

/** Resolves when the message is written, or the child is gone. */
function write(to: Writable, message: Uint8Array) {
  const header = Buffer.alloc(4);
  header.writeUInt32LE(message.length);
  to.write(header);
  const { promise, resolve } =
    Promise.withResolvers<void>();
  to.write(message, () => resolve());
  return promise;
}

/** Cuts a stream of chunks into pieces of the sizes asked for. */
class Reader {
  private readonly chunks: AsyncIterator<Buffer>;
  private chunk: Buffer = Buffer.alloc(0);

  constructor(stream: AsyncIterable<Buffer>) {
    this.chunks = stream[Symbol.asyncIterator]();
  }

  /** @throws Error if the stream ends before */
  async read(size: number): Promise<Buffer> {
    const bytes = Buffer.allocUnsafe(size);
    for (let at = 0; at < size; ) {
      if (this.chunk.length === 0) await this.next();
      const copied = this.chunk.copy(bytes, at);
      this.chunk = this.chunk.subarray(copied);
      at += copied;
    }
    return bytes;
  }

  private async next(): Promise<void> {
    const { done, value } = await this.chunks.next();
    if (done)
      throw new Error('the pipe ended in a message');
    this.chunk = value;
  }
}
