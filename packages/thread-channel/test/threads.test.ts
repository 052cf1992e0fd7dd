// Between real threads: blocking, waking, delivery.

import { afterEach, describe, expect, it } from 'vitest';
import { Inbox, type InboxOptions, Sender } from '../src/index.ts';
import { allEnded, isAsleep, receiverSleeps, run, senderSleeps } from './thread.ts';

afterEach(allEnded);

const words = Array.from({ length: 1000 }, (_, i) => `word ${i}`);
const bytes = (text: string) => new TextEncoder().encode(text);

/** An inbox with one sender, small enough that both ends often wait for each other. */
function narrow(options: InboxOptions = {}) {
  const inbox = Inbox.create({ capacity: 64, lanes: 1, endsWithLastSender: true, ...options });
  return { inbox, to: inbox.connect() };
}

describe('between two threads', () => {
  it('all messages arrive in order, and the end after them', async () => {
    const { inbox, to } = narrow();
    run('sendWords', { to, words });
    expect(await run('collect', { inbox: inbox.handle }).result).toEqual(words);
  });

  it('a receiver that sleeps is woken by a message, and by the end', async () => {
    const { inbox, to } = narrow();
    const receiver = run('collect', { inbox: inbox.handle });
    const sender = Sender.attach(to);
    for (const word of ['one', 'two']) {
      await receiverSleeps(inbox.handle);
      sender.trySend(bytes(word));
    }
    await receiverSleeps(inbox.handle);
    sender.close();
    expect(await receiver.result).toEqual(['one', 'two']);
  });

  it('a quiet sender lets a receiver sleep until `wake`, or until the ring is full', async () => {
    const { inbox, to } = narrow();
    const receiver = run('collect', { inbox: inbox.handle });
    await receiverSleeps(inbox.handle);
    const sender = Sender.attach(to, { quiet: true });
    for (const word of ['one', 'two']) sender.trySend(bytes(word));
    expect(isAsleep(inbox.handle)).toBe(true);
    sender.wake();
    await receiverSleeps(inbox.handle);
    for (const word of words) await sender.sendAsync(bytes(word));
    sender.close();
    expect(await receiver.result).toEqual(['one', 'two', ...words]);
  });

  it('a sender that sleeps is woken by room, and by the end', async () => {
    const { inbox, to } = narrow();
    const sender = run('sendUntilError', { to });
    await senderSleeps(to);
    const before = inbox.drain(() => {});
    await senderSleeps(to);
    inbox.close();
    const { error, sent } = await sender.result;
    expect(error).toBe('ChannelClosed');
    const received = before + inbox.drain(() => {});
    expect([sent, sent + 1]).toContain(received); // the failed one may have been received or not
  });

  it('a deadline ends the waiting for a message', async () => {
    const { inbox } = narrow();
    const { text, took } = await run('receiveFor', { inbox: inbox.handle, timeout: 20 }).result;
    expect(text).toBe(null);
    expect(took).toBeGreaterThanOrEqual(19);
  });

  it('a message ends it before the deadline', async () => {
    const { inbox, to } = narrow();
    const receiver = run('receiveFor', { inbox: inbox.handle, timeout: 600_000 });
    await receiverSleeps(inbox.handle);
    Sender.attach(to).trySend(bytes('in time'));
    expect((await receiver.result).text).toBe('in time');
  });

  it('a deadline ends the waiting for room', async () => {
    const { to } = narrow();
    Sender.attach(to).trySend(new Uint8Array(60));
    const { sent, took } = await run('sendFor', { to, timeout: 20 }).result;
    expect(sent).toBe(false);
    expect(took).toBeGreaterThanOrEqual(19);
  });

  it('messages are echoed', async () => {
    const there = narrow();
    const back = narrow();
    run('echo', { inbox: there.inbox.handle, to: back.to });
    const sender = Sender.attach(there.to);
    for (const word of words.slice(0, 200)) {
      sender.send(bytes(word));
      expect(Buffer.from(back.inbox.receive()!.copy()).toString()).toBe(word);
    }
    sender.close();
  });
});

describe('between many threads', () => {
  it('an inbox merges its senders, each in its order', async () => {
    const inbox = Inbox.create({ capacity: 64, lanes: 3, endsWithLastSender: true });
    const to = [0, 1, 2].map(() => inbox.connect());
    for (const [i, handle] of to.entries())
      run('sendWords', { to: handle, words: words.map((word) => `${i} ${word}`) });
    const received = await run('collect', { inbox: inbox.handle }).result;
    for (const i of [0, 1, 2])
      expect(received.filter((text) => text.startsWith(`${i}`))).toEqual(words.map((word) => `${i} ${word}`));
  });

  it('senders may come while the receiver runs, one after the other on the same lane', async () => {
    const { inbox, to } = narrow({ endsWithLastSender: false });
    const receiver = run('collect', { inbox: inbox.handle });
    await run('sendWords', { to, words: ['first'] }).result;
    await run('sendWords', { to: inbox.connect(), words: ['second'] }).result;
    inbox.close();
    expect(await receiver.result).toEqual(['first', 'second']);
  });

  it('a selection merges inboxes', async () => {
    const one = narrow();
    const two = narrow({ selectableWith: one.inbox });
    const receiver = run('selectBoth', { inboxes: [one.inbox.handle, two.inbox.handle] });
    run('sendWords', { to: one.to, words });
    run('sendWords', { to: two.to, words });
    expect(await receiver.result).toEqual([words, words]);
  });

  it('a circle of servers that fill each other’s inboxes does not deadlock', async () => {
    const inboxes = [0, 1, 2].map(() => Inbox.create({ capacity: 64, lanes: 2 }));
    const servers = inboxes.map((inbox) => ({
      inbox: inbox.handle,
      peers: inboxes.filter((other) => other !== inbox).map((other) => other.connect()),
      count: 2000,
    }));
    const exchanged = await Promise.all(servers.map((server) => run('exchange', server).result));
    expect(exchanged).toEqual([4000, 4000, 4000]);
  });
});
