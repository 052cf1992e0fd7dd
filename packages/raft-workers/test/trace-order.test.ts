// The order of trace events across threads, and what becomes of it when a thread ends while it emits.

import type { MessagePort } from 'node:worker_threads';
import type { RuntimeEvent } from '@three-ways/raft-cluster';
import { describe, expect, it } from 'vitest';
import { type StampedEvent, TraceEmitter, TraceOrder } from '../src/trace-order.ts';

const crashOf = (server: number): RuntimeEvent => ({ type: 'crash', server });

function newOrder() {
  const passed: unknown[] = [];
  const order = new TraceOrder(3, (event) => passed.push('server' in event ? event.server : event.type));
  const emitter = (id: number, post: (stamped: StampedEvent) => void) =>
    new TraceEmitter(order.shared, id, { postMessage: post } as unknown as MessagePort);
  return { order, passed, emitter };
}

describe('trace events of several threads', () => {
  it('are passed on in the order of their places, whichever is posted first', () => {
    const { order, passed, emitter } = newOrder();
    const receive = (stamped: StampedEvent) => order.receive(stamped);
    const second = emitter(2, receive);
    const first = emitter(1, (stamped) => {
      second.emit(crashOf(2)); // another thread's, while this one's is on its way: the lock is free
      order.receive(stamped);
    });
    first.emit(crashOf(1));
    expect(passed).toEqual([1, 2]);
  });

  it('go on after a thread has ended before it posted an event', async () => {
    const { order, passed, emitter } = newOrder();
    const ending = emitter(1, () => {
      throw new Error('terminated');
    });
    expect(() => ending.emit(crashOf(1))).toThrow('terminated');
    emitter(2, (stamped) => order.receive(stamped)).emit(crashOf(2));
    expect(passed).toEqual([]);
    order.release(1);
    await order.settle();
    expect(passed).toEqual([2]);
  });

  it('lose none that a thread posted just before it ended', async () => {
    const { order, passed, emitter } = newOrder();
    const ending = emitter(1, (stamped) => {
      order.receive(stamped);
      throw new Error('terminated');
    });
    expect(() => ending.emit(crashOf(1))).toThrow('terminated');
    order.release(1);
    await order.emit(crashOf(3));
    await order.settle();
    expect(passed).toEqual([1, 3]);
  });
});
