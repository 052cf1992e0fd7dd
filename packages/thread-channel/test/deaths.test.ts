// Threads that die unexpectedly: the other end learns of it, and no message is torn.

import { once } from 'node:events';
import { afterEach, describe, expect, it } from 'vitest';
import { bindToWorker, EndIsBusy, Inbox, PeerDied, reopen, reopenSender, Sender } from '../src/index.ts';
import { allEnded, receiverSleeps, run, senderSleeps } from './thread.ts';

afterEach(allEnded);

const bytes = (text: string) => new TextEncoder().encode(text);
const textOf = (frame: { copy(): Uint8Array } | null) => frame && Buffer.from(frame.copy()).toString();

describe('a receiving thread', () => {
  it('that is terminated while it sleeps leaves its senders an error', async () => {
    const inbox = Inbox.create({ lanes: 1 });
    const sender = Sender.attach(inbox.connect());
    const { worker } = run('collect', { inbox: inbox.handle });
    bindToWorker(worker, { receives: [inbox.handle] });
    await receiverSleeps(inbox.handle);
    await worker.terminate();
    expect(() => sender.send(bytes('x'))).toThrow(PeerDied);
  });

  it.each(['throwAfterOne', 'exitAfterOne'] as const)(
    'that ends by %s wakes a blocked sender',
    async (job) => {
      const inbox = Inbox.create({ lanes: 1, capacity: 64 });
      const to = inbox.connect();
      const { worker, result } = run(job, { inbox: inbox.handle });
      bindToWorker(worker, { receives: [inbox.handle] });
      const sender = run('sendUntilError', { to });
      expect((await sender.result).error).toBe('PeerDied');
      await expect(result).rejects.toThrow();
    },
  );

  it('gets a successor, and its senders continue', async () => {
    const inbox = Inbox.create({ lanes: 2, capacity: 64 });
    const to = inbox.connect();
    const first = run('collect', { inbox: inbox.handle });
    bindToWorker(first.worker, { receives: [inbox.handle] });
    await receiverSleeps(inbox.handle);
    await first.worker.terminate();
    reopen(inbox.handle);
    const second = run('collect', { inbox: inbox.handle });
    await run('sendWords', { to, words: ['still', 'here'] }).result;
    inbox.close();
    expect(await second.result).toEqual(['still', 'here']);
  });
});

describe('a sending thread', () => {
  it('that is terminated in the middle of a message leaves its earlier messages, and an error at the end', async () => {
    const inbox = Inbox.create({ lanes: 1, endsWithLastSender: true });
    const to = inbox.connect();
    const { worker } = run('stopInMidFrame', { to });
    bindToWorker(worker, { sends: [to] });
    await once(worker, 'message');
    await worker.terminate();
    expect(textOf(inbox.receive())).toBe('whole');
    expect(() => inbox.receive()).toThrow(PeerDied);
  });

  it('leaves its lane to the next sender, which overwrites the unfinished message', async () => {
    const inbox = Inbox.create({ lanes: 1 });
    const to = inbox.connect();
    const { worker } = run('stopInMidFrame', { to });
    bindToWorker(worker, { sends: [to] });
    await once(worker, 'message');
    await worker.terminate();
    Sender.attach(inbox.connect()).send(bytes('next'));
    expect([textOf(inbox.receive()), textOf(inbox.receive())]).toEqual(['whole', 'next']);
    expect(inbox.tryReceive()).toBe(null);
  });

  it('leaves its handle to another thread, once that is reopened', async () => {
    const inbox = Inbox.create({ lanes: 1 });
    const to = inbox.connect();
    const { worker } = run('stopInMidFrame', { to });
    await once(worker, 'message');
    await worker.terminate();
    expect(() => Sender.attach(to).trySend(bytes('next'))).toThrow(EndIsBusy);
    reopenSender(to);
    Sender.attach(to).send(bytes('next'));
    expect([textOf(inbox.receive()), textOf(inbox.receive())]).toEqual(['whole', 'next']);
    expect(inbox.tryReceive()).toBe(null);
  });

  it('that is terminated while it waits for room loses only unsent messages', async () => {
    const inbox = Inbox.create({ lanes: 1, capacity: 64, endsWithLastSender: true });
    const to = inbox.connect();
    const { worker } = run('sendUntilError', { to });
    bindToWorker(worker, { sends: [to] });
    await senderSleeps(to);
    await worker.terminate();
    const received: unknown[] = [];
    expect(() => {
      for (const frame of inbox) received.push(textOf(frame));
    }).toThrow(PeerDied);
    expect(received).toEqual(received.map((_, i) => `message ${i}`));
    expect(received.length).toBeGreaterThan(0);
  });

  it('that has closed before it ends is no loss', async () => {
    const inbox = Inbox.create({ lanes: 1, endsWithLastSender: true });
    const to = inbox.connect();
    const { worker, result } = run('sendWords', { to, words: ['a'] });
    bindToWorker(worker, { sends: [to] });
    await result;
    expect([...inbox].length).toBe(1);
  });
});
