// Sends that wait for room: each is served, whenever it is added.

import { describe, expect, it } from 'vitest';
import { EventCount } from '../src/event-count.ts';
import { SendQueue } from '../src/send-queue.ts';

const forever = { timeout: Number.POSITIVE_INFINITY };

describe('the sends that wait for room', () => {
  it('are served even if added in the turn in which the one before found room', async () => {
    const room = new EventCount(new Int32Array(new SharedArrayBuffer(4)), 0);
    const queue = new SendQueue(room);
    let isThere = true;
    const put = () => (isThere ? true : null);
    const first = queue.add(put, forever);
    isThere = false;
    const others = Promise.all([queue.add(put, forever), queue.add(put, forever)]);
    expect(await first).toBe(true);
    isThere = true;
    room.notify();
    expect(await others).toEqual([true, true]);
    expect(queue.length).toBe(0);
  });
});
