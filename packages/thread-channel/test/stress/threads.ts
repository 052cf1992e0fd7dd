// The threads of the stress test: one receives and checks, the others send until the end.

import { isMainThread, workerData } from 'node:worker_threads';
import {
  ChannelClosed,
  Inbox,
  type InboxHandle,
  PeerDied,
  Sender,
  type SenderHandle,
} from '../../src/index.ts';
import { check, sizeOf, write } from './traffic.ts';

export type Role =
  | { readonly role: 'receiver'; readonly inbox: InboxHandle; readonly counts: SharedArrayBuffer }
  | { readonly role: 'sender'; readonly id: number; readonly to: SenderHandle };

/**
 * Checks that each sender's messages come in order, without a gap. `counts` keeps the last sequence number of each for the
 * receiver's successor: between the two there may be a gap, but no duplicate. The first count is that of all messages.
 */
function receive(handle: InboxHandle, counts: Int32Array): void {
  const inbox = Inbox.attach(handle);
  const seen = new Set<number>();
  for (const frame of inbox) {
    const { sender, sequence } = check(frame.bytes, frame.offset, frame.length);
    const last = counts[sender] as number;
    const isNext = seen.has(sender) ? sequence === last + 1 : sequence > last;
    if (!isNext) throw new Error(`message ${sequence} of ${sender} came after ${last}`);
    seen.add(sender);
    counts[sender] = sequence;
    Atomics.add(counts, 0, 1);
  }
}

/** Sends by each method in turn. */
function send(id: number, to: SenderHandle): void {
  const sender = Sender.attach(to);
  const never = new Int32Array(new SharedArrayBuffer(4));
  const message = new Uint8Array(sender.largest);
  for (let sequence = 1; ; ) {
    try {
      if (sendOne(sender, message, id, sequence)) sequence += 1;
    } catch (error) {
      if (error instanceof ChannelClosed && !(error instanceof PeerDied)) return;
      if (!(error instanceof PeerDied)) throw error;
      sequence += 1; // it may have been received, so it must not be sent again
      Atomics.wait(never, 0, 0, 1);
    }
  }
}

function sendOne(sender: Sender, message: Uint8Array, id: number, sequence: number): boolean {
  const size = sizeOf(id, sequence);
  const encode = (bytes: Uint8Array, at: number) => write(bytes, at, id, sequence);
  if (sequence % 4 === 0) return sender.write(size, encode);
  if (sequence % 4 === 1) return sender.tryWrite(sender.largest, encode);
  write(message, 0, id, sequence);
  return sender.send(message.subarray(0, size), { timeout: sequence % 4 });
}

if (!isMainThread) {
  const data = workerData as Role;
  if (data.role === 'receiver') receive(data.inbox, new Int32Array(data.counts));
  else send(data.id, data.to);
}
