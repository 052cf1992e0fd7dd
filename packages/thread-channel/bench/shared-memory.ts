// The peers that block on shared memory: this package, ringbuf.js, and Atomics alone.

import { RingBuffer } from 'ringbuf.js';
import { Inbox, type InboxHandle, Sender, type SenderHandle, type Spin } from '../src/index.ts';
import { type ChannelHandles, type Peer, ringSize } from './ends.ts';

function createChannel(senders: number): ChannelHandles {
  const inbox = Inbox.create({ lanes: senders, capacity: ringSize });
  return { receiver: inbox.handle, senders: Array.from({ length: senders }, () => inbox.connect()) };
}

function blockingChannel(name: string, spin: Spin): Peer {
  return {
    name,
    guarantees: 'bounded; blocks without polling; any size; deaths and closes are reported',
    create: createChannel,
    openSender(handle: SenderHandle) {
      return Sender.attach(handle, { spin });
    },
    openReceiver(handle: InboxHandle) {
      const inbox = Inbox.attach(handle, { spin });
      return {
        each(count, visit) {
          for (let i = 0; i < count; i++) {
            const frame = inbox.receive();
            visit(frame!.bytes[frame!.offset] as number);
          }
        },
      };
    },
  };
}

const awaitingChannel: Peer = {
  name: 'thread-channel, awaited',
  guarantees: 'bounded; the event loop stays free; any size; deaths and closes are reported',
  create: createChannel,
  openSender(handle: SenderHandle) {
    const sender = Sender.attach(handle);
    return { send: (message) => (sender.trySend(message) ? undefined : sender.sendAsync(message)) };
  },
  openReceiver(handle: InboxHandle) {
    const inbox = Inbox.attach(handle);
    const take = (visit: (first: number) => void) => (frame: { bytes: Uint8Array; offset: number }) =>
      visit(frame.bytes[frame.offset] as number);
    return {
      async each(count, visit) {
        const visitFrame = take(visit);
        for (let left = count; left > 0; ) {
          visitFrame((await inbox.receiveAsync())!);
          left -= 1 + inbox.drain(visitFrame, left - 1);
        }
      },
    };
  },
};

/** A word of this thread alone, to sleep at. */
const pause = new Int32Array(new SharedArrayBuffer(4));

/** ringbuf.js never waits, so its user polls: some attempts, then a sleep of 0.1 ms. */
function poll(attempt: () => boolean): void {
  for (let i = 1; !attempt(); i++) if (i % 1000 === 0) Atomics.wait(pause, 0, 0, 0.1);
}

const ringbuf: Peer = {
  name: 'ringbuf.js, polled',
  guarantees: 'bounded; never blocks, so its user polls; a message may be written in part: fixed sizes',
  create(senders) {
    const rings = Array.from({ length: senders }, () =>
      RingBuffer.getStorageForCapacity(ringSize, Uint8Array),
    );
    return { receiver: rings, senders: rings };
  },
  openSender(memory: SharedArrayBuffer, size) {
    const ring = new RingBuffer(memory, Uint8Array);
    return { send: (message) => poll(() => ring.availableWrite() >= size && ring.push(message) === size) };
  },
  openReceiver(memories: SharedArrayBuffer[], size) {
    const rings = memories.map((memory) => new RingBuffer(memory, Uint8Array));
    const message = new Uint8Array(size);
    let turn = 0;
    const pop = () => {
      turn = (turn + 1) % rings.length;
      const ring = rings[turn] as RingBuffer;
      return ring.availableRead() >= size && ring.pop(message) === size;
    };
    return {
      each(count, visit) {
        for (let i = 0; i < count; i++) {
          poll(pop);
          visit(message[0] as number);
        }
      },
    };
  },
};

/** By hand: a slot for each sender, and a semaphore of messages at which the receiver sleeps. */
interface Slots {
  readonly semaphore: SharedArrayBuffer;
  readonly slots: readonly SharedArrayBuffer[];
}

const slotHeader = 4;

const atomics: Peer = {
  name: 'Atomics alone, a slot each',
  isSlow: true,
  guarantees: 'one message under way for each sender; blocks without polling; fixed sizes',
  create(senders, size) {
    const semaphore = new SharedArrayBuffer(4);
    const slots = Array.from({ length: senders }, () => new SharedArrayBuffer(slotHeader + size));
    return { receiver: { semaphore, slots }, senders: slots.map((slot) => ({ semaphore, slots: [slot] })) };
  },
  openSender({ semaphore, slots }: Slots) {
    const ready = new Int32Array(semaphore);
    const full = new Int32Array(slots[0] as SharedArrayBuffer, 0, 1);
    const bytes = new Uint8Array(slots[0] as SharedArrayBuffer, slotHeader);
    return {
      send(message) {
        while (Atomics.load(full, 0) === 1) Atomics.wait(full, 0, 1);
        bytes.set(message);
        Atomics.store(full, 0, 1);
        Atomics.add(ready, 0, 1);
        Atomics.notify(ready, 0);
      },
    };
  },
  openReceiver({ semaphore, slots }: Slots) {
    const ready = new Int32Array(semaphore);
    const flags = slots.map((slot) => new Int32Array(slot, 0, 1));
    const contents = slots.map((slot) => new Uint8Array(slot, slotHeader));
    let turn = 0;
    return {
      each(count, visit) {
        for (let i = 0; i < count; i++) {
          while (Atomics.load(ready, 0) === 0) Atomics.wait(ready, 0, 0);
          Atomics.sub(ready, 0, 1);
          do turn = (turn + 1) % slots.length;
          while (Atomics.load(flags[turn]!, 0) === 0);
          visit(contents[turn]![0] as number);
          Atomics.store(flags[turn]!, 0, 0);
          Atomics.notify(flags[turn]!, 0);
        }
      },
    };
  },
};

export const sharedMemoryPeers: readonly Peer[] = [
  blockingChannel('thread-channel', 0),
  blockingChannel('thread-channel, adaptive spin', 'adaptive'),
  awaitingChannel,
  ringbuf,
  atomics,
];
