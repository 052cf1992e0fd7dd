import { describe, expect, it } from 'vitest';
import { Inbox } from '../src/index.ts';
import { run } from './thread.ts';

describe('between two threads', () => {
  it('all messages arrive in order, and the end after them', async () => {
    const inbox = Inbox.create({ capacity: 64, lanes: 1, endsWithLastSender: true });
    const words = Array.from({ length: 1000 }, (_, i) => `word ${i}`);
    const sending = run('sendWords', { to: inbox.connect(), words });
    const receiving = run('collect', { inbox: inbox.handle });
    await sending.result;
    expect(await receiving.result).toEqual(words);
  });

  it('the event loop can be either of them', async () => {
    const inbox = Inbox.create({ capacity: 64, lanes: 1, endsWithLastSender: true });
    const words = Array.from({ length: 1000 }, (_, i) => `word ${i}`);
    run('sendWords', { to: inbox.connect(), words });
    const received: string[] = [];
    for await (const frame of inbox) received.push(Buffer.from(frame.view()).toString());
    expect(received).toEqual(words);
  });
});
