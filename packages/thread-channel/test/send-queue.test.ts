// Sends that wait for room: none is forgotten, whenever it comes.

import { describe, expect, it } from 'vitest';
import { Bell } from '../src/bell.ts';
import { SendQueue } from '../src/send-queue.ts';

const forever = Number.POSITIVE_INFINITY;

describe('the sends that wait for room', () => {
  it('are served also if they come when one before them has just found room, in the same turn', async () => {
    const room = new Bell(new Int32Array(new SharedArrayBuffer(4)), 0);
    const queue = new SendQueue(room);
    let isThere = true;
    const put = () => (isThere ? true : null);
    const first = queue.add(put, forever);
    isThere = false;
    const others = Promise.all([queue.add(put, forever), queue.add(put, forever)]);
    expect(await first).toBe(true);
    isThere = true;
    room.ring();
    expect(await others).toEqual([true, true]);
    expect(queue.isEmpty).toBe(true);
  });
});
