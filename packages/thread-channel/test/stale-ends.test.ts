// Ends that are over: closed by their handle, attached late, replaced. They are refused, and leave their successors alone.

import { once } from 'node:events';
import { Worker } from 'node:worker_threads';
import { describe, expect, it, vi } from 'vitest';
import {
  bindToWorker,
  ChannelClosed,
  closeInbox,
  closeSender,
  connect,
  EndIsBusy,
  Inbox,
  NoFreeLane,
  PeerDied,
  receiverDied,
  reopen,
  Sender,
  senderDied,
} from '../src/index.ts';

const byte = (n: number) => Uint8Array.of(n);

function drained(inbox: Inbox): number[] {
  const received: number[] = [];
  inbox.drain((frame) => void received.push(frame.view()[0] as number));
  return received;
}

async function exitedWorker(): Promise<Worker> {
  const worker = new Worker('', { eval: true });
  await once(worker, 'exit');
  return worker;
}

/** A worker that exits after its first message. */
function idleWorker(): Worker {
  return new Worker("require('node:worker_threads').parentPort.once('message', () => {})", { eval: true });
}

describe('a sender that is over', () => {
  it.each([
    ['closed by its handle', closeSender],
    ['declared dead', senderDied],
  ])('because it was %s cannot write over the next owner of its lane', async (_, end) => {
    const inbox = Inbox.create({ lanes: 1 });
    const handle = inbox.connect();
    const stale = Sender.attach(handle);
    end(handle);
    const fresh = Sender.attach(inbox.connect());
    const late = Sender.attach(handle);
    for (const sender of [stale, late]) {
      expect(() => sender.trySend(byte(1))).toThrow(ChannelClosed);
      expect(() => sender.send(byte(1))).toThrow(ChannelClosed);
      expect(() => sender.tryWrite(1, () => 1)).toThrow(ChannelClosed);
      await expect(sender.sendAsync(byte(1))).rejects.toThrow(ChannelClosed);
      sender.close();
    }
    expect(fresh.trySend(byte(2))).toBe(true);
    expect(drained(inbox)).toEqual([2]);
  });

  it('fails its awaited sends that wait for room, and leaves the lane to the next owner', async () => {
    const inbox = Inbox.create({ lanes: 1, capacity: 64 });
    const handle = inbox.connect();
    const stale = Sender.attach(handle);
    stale.trySend(new Uint8Array(60));
    const waiting = [stale.sendAsync(byte(1)), stale.sendAsync(byte(1))];
    closeSender(handle);
    for (const { status } of await Promise.allSettled(waiting)) expect(status).toBe('rejected');
    inbox.drain(() => {});
    Sender.attach(inbox.connect()).trySend(byte(2));
    expect(drained(inbox)).toEqual([2]);
  });

  it('and is still writing keeps its lane until it has written', () => {
    const inbox = Inbox.create({ lanes: 1 });
    const handle = inbox.connect();
    Sender.attach(handle).tryWrite(1, (bytes, at) => {
      closeSender(handle);
      expect(() => inbox.connect()).toThrow(NoFreeLane);
      bytes[at] = 1;
      return 1;
    });
    Sender.attach(inbox.connect()).trySend(byte(2));
    expect(drained(inbox)).toEqual([1, 2]);
  });

  it('and died while it was writing frees its lane', () => {
    const inbox = Inbox.create({ lanes: 1 });
    const handle = inbox.connect();
    Sender.attach(handle).tryWrite(1, () => {
      closeSender(handle);
      senderDied(handle);
      expect(() => inbox.connect()).not.toThrow();
      return 0;
    });
  });
});

describe('two ends of one handle', () => {
  it('send in turn, each where the other left off', () => {
    const inbox = Inbox.create({ lanes: 1 });
    const handle = inbox.connect();
    const [one, two] = [Sender.attach(handle), Sender.attach(handle)];
    for (let i = 0; i < 4; i++) (i % 2 === 0 ? one : two).trySend(byte(i));
    expect(drained(inbox)).toEqual([0, 1, 2, 3]);
  });

  it('are refused inside each other’s write', () => {
    const inbox = Inbox.create({ lanes: 1 });
    const handle = inbox.connect();
    const [one, two] = [Sender.attach(handle), Sender.attach(handle)];
    const write = () => {
      expect(() => two.trySend(byte(9))).toThrow(EndIsBusy);
      expect(() => one.trySend(byte(9))).toThrow(EndIsBusy);
      return 0;
    };
    expect(one.tryWrite(1, write)).toBe(true);
    one.trySend(byte(1));
    expect(drained(inbox)).toEqual([undefined, 1]);
  });
});

describe('a connect that fails', () => {
  it.each([
    ['dead', receiverDied, PeerDied],
    ['closed', closeInbox, ChannelClosed],
  ])('gives its lane back if the inbox is %s', (_, end, error) => {
    const inbox = Inbox.create({ lanes: 4, endsWithLastSender: true });
    end(inbox.handle);
    for (let i = 0; i < 10; i++) expect(() => connect(inbox.handle)).toThrow(error);
    reopen(inbox.handle);
    const successor = Inbox.attach(inbox.handle);
    expect(successor.tryReceive()).toBe(null); // it has had no sender, so the last one has not left
    const senders = Array.from({ length: 4 }, () => Sender.attach(successor.connect()));
    for (const sender of senders) sender.close();
    expect(() => successor.tryReceive()).toThrow(ChannelClosed);
  });
});

describe('a receiver that is over', () => {
  it('gets no message of its successor', () => {
    const inbox = Inbox.create({ lanes: 1 });
    const sender = Sender.attach(inbox.connect());
    sender.trySend(byte(1));
    expect(inbox.receive()?.length).toBe(1);
    reopen(inbox.handle);
    sender.trySend(byte(2));
    expect(() => inbox.receive()).toThrow(/attach again/);
    expect(drained(Inbox.attach(inbox.handle))).toEqual([2]);
    expect(inbox.ended).toBe(true);
  });

  it('learns of its successor while it waits', async () => {
    const inbox = Inbox.create({ lanes: 1 });
    const receiving = inbox.receiveAsync();
    await new Promise(setImmediate);
    reopen(inbox.handle);
    await expect(receiving).rejects.toThrow(ChannelClosed);
  });
});

describe('a worker', () => {
  it('that exited before it is bound is dead at once', async () => {
    const worker = await exitedWorker();
    const sends = Inbox.create({ lanes: 1, endsWithLastSender: true });
    const receives = Inbox.create({ lanes: 1 });
    bindToWorker(worker, { sends: [sends.connect()], receives: [receives.handle] });
    expect(() => sends.tryReceive()).toThrow(PeerDied);
    expect(() => receives.connect()).toThrow(PeerDied);
  });

  it('may be bound any number of times without a warning', async () => {
    const worker = idleWorker();
    const inbox = Inbox.create({ lanes: 1, endsWithLastSender: true });
    const warned = vi.fn();
    process.on('warning', warned);
    const listeners = worker.listenerCount('exit');
    for (let i = 0; i < 1000; i++) {
      const sender = inbox.connect();
      bindToWorker(worker, { sends: [sender] });
      if (i < 999) closeSender(sender);
    }
    expect(worker.listenerCount('exit')).toBe(listeners + 1);
    worker.postMessage('end');
    await once(worker, 'exit');
    expect(() => inbox.tryReceive()).toThrow(PeerDied);
    await new Promise(setImmediate);
    process.off('warning', warned);
    expect(warned).not.toHaveBeenCalled();
  });

  it('that exits after its inbox was reopened does not declare its successor dead', async () => {
    const worker = idleWorker();
    const inbox = Inbox.create({ lanes: 1 });
    bindToWorker(worker, { receives: [inbox.handle] });
    reopen(inbox.handle);
    worker.postMessage('end');
    await once(worker, 'exit');
    expect(() => inbox.connect()).not.toThrow();
  });
});
