// The awaited operations: they never block the event loop, do not keep the process alive, and leak no wait.

import { execFile } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { ChannelClosed, EndIsBusy, Inbox, PeerDied, receiverDied, Sender, select } from '../src/index.ts';
import { allEnded, run } from './thread.ts';

afterEach(allEnded);

const bytes = (text: string) => new TextEncoder().encode(text);
const textOf = (frame: { copy(): Uint8Array } | null) => frame && Buffer.from(frame.copy()).toString();
const full = new Uint8Array(60);

function narrow() {
  const inbox = Inbox.create({ lanes: 1, capacity: 64, endsWithLastSender: true });
  return { inbox, to: inbox.connect() };
}

/** One turn of the event loop: all ready callbacks have run by then. */
const turn = () => new Promise(setImmediate);

describe('an event loop that receives', () => {
  it('keeps running meanwhile, and gets the message', async () => {
    const { inbox, to } = narrow();
    const receiving = inbox.receiveAsync();
    await turn();
    run('sendWords', { to, words: ['x'] });
    expect(textOf(await receiving)).toBe('x');
    await expect(inbox.receiveAsync()).rejects.toThrow(ChannelClosed);
  });

  it('gets null at its deadline', async () => {
    const { inbox } = narrow();
    const start = performance.now();
    expect(await inbox.receiveAsync(20)).toBe(null);
    expect(performance.now() - start).toBeGreaterThanOrEqual(19);
  });

  it('receives once at a time', async () => {
    const { inbox, to } = narrow();
    const receiving = inbox.receiveAsync();
    await expect(inbox.receiveAsync()).rejects.toThrow(EndIsBusy);
    expect(() => inbox.tryReceive()).toThrow(EndIsBusy);
    expect(() => inbox.drain(() => {})).toThrow(EndIsBusy);
    Sender.attach(to).trySend(bytes('x'));
    expect(textOf(await receiving)).toBe('x');
    expect(inbox.tryReceive()).toBe(null);
  });

  it('iterates to the end', async () => {
    const { inbox, to } = narrow();
    const words = Array.from({ length: 1000 }, (_, i) => `word ${i}`);
    run('sendWords', { to, words });
    const received: unknown[] = [];
    for await (const frame of inbox) received.push(textOf(frame));
    expect(received).toEqual(words);
  });

  it('selects', async () => {
    const one = narrow();
    const two = Inbox.create({ lanes: 1, selectableWith: one.inbox });
    const any = select(one.inbox, two);
    expect(await any.receiveAsync(1)).toBe(null);
    const receiving = any.receiveAsync();
    await turn();
    Sender.attach(two.connect()).trySend(bytes('x'));
    expect((await receiving)?.inbox === two).toBe(true);
  });

  it('learns that the inbox is closed', async () => {
    const { inbox } = narrow();
    const receiving = inbox.receiveAsync();
    await turn();
    inbox.close();
    await expect(receiving).rejects.toThrow(ChannelClosed);
  });

  it('has one wait pending, however often it timed out, and none after the end', async () => {
    const { inbox } = narrow();
    const waitAsync = vi.spyOn(Atomics, 'waitAsync');
    try {
      for (let i = 0; i < 20; i++) await inbox.receiveAsync(1);
      expect(waitAsync).toHaveBeenCalledTimes(1);
      const pending = waitAsync.mock.results[0]!.value.value;
      inbox.close();
      expect(await pending).toBe('ok');
      expect(waitAsync).toHaveBeenCalledTimes(1);
    } finally {
      waitAsync.mockRestore();
    }
  });
});

describe('an event loop that sends', () => {
  it('keeps running while it waits for room, and its messages keep the order of the calls', async () => {
    const { inbox, to } = narrow();
    const sender = Sender.attach(to);
    const receiver = run('collect', { inbox: inbox.handle });
    const words = Array.from({ length: 1000 }, (_, i) => `word ${i}`);
    const sent = await Promise.all(words.map((word) => sender.sendAsync(bytes(word))));
    expect(new Set(sent)).toEqual(new Set([true]));
    sender.close();
    expect(await receiver.result).toEqual(words);
  });

  it('lets no message overtake one that waits for room', async () => {
    const { inbox, to } = narrow();
    const sender = Sender.attach(to);
    sender.trySend(full);
    const waiting = sender.writeAsync(60, () => 60);
    inbox.drain(() => {});
    expect(sender.trySend(bytes('x'))).toBe(false);
    expect(sender.tryWrite(1, () => 1)).toBe(false);
    expect(() => sender.send(bytes('x'))).toThrow(EndIsBusy);
    expect(await waiting).toBe(true);
    expect(inbox.receive()?.length).toBe(60);
    expect(inbox.tryReceive()).toBe(null);
    expect(sender.trySend(bytes('x'))).toBe(true);
  });

  it('gets false at its deadline, and a send that needs less room comes next', async () => {
    const { inbox, to } = narrow();
    const sender = Sender.attach(to);
    sender.trySend(new Uint8Array(20));
    const tooLarge = sender.sendAsync(full, { timeout: 20 });
    const small = sender.sendAsync(bytes('small'));
    expect(await tooLarge).toBe(false);
    expect(await small).toBe(true);
    inbox.receive();
    expect(textOf(inbox.receive())).toBe('small');
  });

  it('drains its own inbox while it waits', async () => {
    const { inbox, to } = narrow();
    const sender = Sender.attach(to);
    sender.trySend(full);
    const whileFull = vi.fn(() => void inbox.drain(() => {}));
    expect(await sender.sendAsync(full, { whileFull })).toBe(true);
    expect(whileFull).toHaveBeenCalledTimes(1);
  });

  it.each([
    ['the inbox is closed', ChannelClosed, (inbox: Inbox) => inbox.close()],
    ['the receiver has died', PeerDied, (inbox: Inbox) => receiverDied(inbox.handle)],
    ['the sender is closed', ChannelClosed, (_: Inbox, sender: Sender) => sender.close()],
  ])('learns that %s', async (_, error, end) => {
    const { inbox, to } = narrow();
    const sender = Sender.attach(to);
    sender.trySend(full);
    const sends = [sender.sendAsync(full), sender.sendAsync(full, { timeout: 600_000 })];
    await turn();
    end(inbox, sender);
    for (const { status, ...rest } of await Promise.allSettled(sends)) {
      expect(status).toBe('rejected');
      expect('reason' in rest && rest.reason).toBeInstanceOf(error);
    }
  });
});

describe('an event loop that never has to wait', () => {
  /** Whether other callbacks of the event loop ran during a thousand calls. */
  async function letsOthersRun(call: () => Promise<unknown>): Promise<boolean> {
    let othersRan = false;
    setImmediate(() => {
      othersRan = true;
    });
    for (let i = 0; i < 1000; i++) await call();
    return othersRan;
  }

  it('yields to other callbacks', async () => {
    const inbox = Inbox.create({ lanes: 1, capacity: 65536 });
    const any = select(inbox, Inbox.create({ selectableWith: inbox }));
    const sender = Sender.attach(inbox.connect());
    const refill = () => sender.trySend(bytes('x'));
    expect(await letsOthersRun(() => sender.sendAsync(bytes('x')))).toBe(true);
    expect(await letsOthersRun(() => sender.writeAsync(1, () => 1))).toBe(true);
    expect(await letsOthersRun(() => inbox.receiveAsync().finally(refill))).toBe(true);
    expect(await letsOthersRun(() => any.receiveAsync().finally(refill))).toBe(true);
  });
});

describe('a process', () => {
  it('is not kept alive by waits without a deadline, or by waits that are over', async () => {
    const program = fileURLToPath(new URL('waits-for-nothing.ts', import.meta.url));
    const { stdout } = await promisify(execFile)(process.execPath, [program]);
    expect(stdout).toBe('null\nnothing more to do\n');
  });
});
