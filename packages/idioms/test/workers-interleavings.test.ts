// What the idioms on threads are built of, in every interleaving of its operations on shared memory. The model checker is that of
// thread-channel.

import { describe, expect, it } from 'vitest';
import type { InboxHandle } from '../../thread-channel/src/index.ts';
import { type Actor, Explorer, type Program } from '../../thread-channel/test/interleaving/explorer.ts';
import { sharedCells, sleepWhile } from '../src/workers/cells.ts';
import { Event } from '../src/workers/event.ts';
import { Mutex } from '../src/workers/mutex.ts';
import { Queue } from '../src/workers/queue.ts';
import { receive, send } from '../src/workers/signal.ts';
import { take } from '../src/workers/switch.ts';
import { ask, vote } from '../src/workers/wait-group.ts';

/** Threads that share the cells; they must end, and the last one, which runs after them, must return this. */
function program(
  cells: readonly Int32Array[],
  threads: Readonly<Record<string, Actor['run']>>,
  look: () => unknown,
  expected: unknown,
): Program {
  const names = Object.keys(threads);
  const actors: Actor[] = names.map((name) => ({ name, run: threads[name]! }));
  return {
    inboxes: cells.map(({ buffer }) => ({ memory: buffer }) as unknown as InboxHandle),
    actors: [...actors, { name: 'last', after: names, run: look }],
    judge(ends) {
      const failed = names.find((name) => 'threw' in ends[name]!);
      if (failed !== undefined) return `${failed} threw`;
      const found = JSON.stringify(ends.last);
      return found === JSON.stringify({ returned: expected }) ? null : `the last thread ${found}`;
    },
  };
}

function mutex(lock: (cell: Int32Array) => Disposable, tasks: number, times: number): Program {
  const [word, total] = [sharedCells(0), sharedCells(0)];
  const add = () => {
    for (let i = 0; i < times; i += 1) {
      using _lock = lock(word);
      const read = Atomics.load(total, 0); // a point where others run, unlike a plain read
      Atomics.store(total, 0, read + 1);
    }
  };
  const threads = Object.fromEntries(Array.from({ length: tasks }, (_, i) => [`thread ${i}`, add]));
  return program([word, total], threads, () => Atomics.load(total, 0), tasks * times);
}

function turns(take: (turns: number, taken: Int32Array, first: number) => void): Program {
  const taken = sharedCells(0);
  const threads = { even: () => take(2, taken, 0), odd: () => take(2, taken, 1) };
  return program([taken], threads, () => Atomics.load(taken, 0), 4);
}

function poll(terms: number): Program {
  const cells = { term: sharedCells(0), answers: sharedCells(0), votes: sharedCells(0) };
  const { term, answers, votes } = cells;
  const threads = {
    candidate: () => void ask(2, { ...cells, terms }),
    one: () => vote(1, { ...cells, terms }),
    two: () => vote(2, { ...cells, terms }),
  };
  return program([term, answers, votes], threads, () => Atomics.load(votes, 0), terms);
}

function event(): Program {
  const cell = sharedCells(0);
  const wait = () => {
    new Event(cell).wait(1);
    new Event(cell).wait(2);
  };
  const threads = { one: wait, two: wait, setter: () => [1, 2].forEach(() => void new Event(cell).set()) };
  return program([cell], threads, () => Atomics.load(cell, 0), 2);
}

function queue(capacity: number, items: number): Program {
  const { cells } = Queue.create(capacity);
  const threads: Record<string, Actor['run']> = {
    producer() {
      const its = new Queue(cells);
      for (let i = 1; i <= items; i += 1) {
        its.put(i);
        if (its.size > capacity) throw new Error('too long');
      }
    },
    consumer(note) {
      const its = new Queue(cells);
      for (let i = 1; i <= items; i += 1) {
        const item = its.take();
        note(`took ${item}`);
        if (item !== i) throw new Error(`took ${item}, not ${i}`);
      }
    },
  };
  return program([cells], threads, () => new Queue(cells).size, 0);
}

function signals(): Program {
  const [there, back] = [sharedCells(0), sharedCells(0)];
  const threads = { sender: () => send(2, there, back), receiver: () => void receive(2, there, back) };
  return program([there, back], threads, () => Atomics.load(there, 0) + Atomics.load(back, 0), 0);
}

const lock = (cell: Int32Array) => new Mutex(cell).lock();

describe('in every interleaving', () => {
  it.each([
    ['two threads hold a mutex in turn', () => mutex(lock, 2, 2)],
    ['three threads hold a mutex in turn', () => mutex(lock, 3, 1)],
    ['two threads take turns', () => turns(take)],
    ['a candidate gathers the votes of two voters', () => poll(1)],
    ['an event wakes two waiters, twice', event],
    ['a queue of one place carries three items', () => queue(1, 3)],
    ['a queue of two places carries three items', () => queue(2, 3)],
    ['a thread signals another twice', signals],
  ])('%s', async (_, program) => {
    const { states, violation } = await new Explorer(program()).explore();
    expect(violation).toBe(null);
    expect(states).toBeGreaterThan(10);
  });
});

it('a candidate gathers votes twice, in every interleaving with two preemptions', async () => {
  expect((await new Explorer(poll(2), { preemptions: 2 }).explore()).violation).toBe(null);
});

describe('a fault is found', () => {
  const faultOf = async (program: Program) => (await new Explorer(program).explore()).violation?.what;

  it('if a lock does not hold', async () => {
    const noLock = (cell: Int32Array) => ({ [Symbol.dispose]: () => void Atomics.load(cell, 0) });
    expect(await faultOf(mutex(noLock, 2, 1))).toMatch(/^the last thread/);
  });

  it('if an unlock wakes no one', async () => {
    const deaf = (cell: Int32Array) => {
      new Mutex(cell).lock();
      return { [Symbol.dispose]: () => void Atomics.exchange(cell, 0, 0) };
    };
    expect(await faultOf(mutex(deaf, 2, 1))).toMatch(/sleeps for ever/);
  });

  it('if a thread takes a late notify for its turn', async () => {
    const takeOnce = (turns: number, taken: Int32Array, first: number) => {
      for (let turn = first; turn < 2 * turns; turn += 2) {
        if (Atomics.load(taken, 0) === turn - 1) Atomics.wait(taken, 0, turn - 1);
        Atomics.store(taken, 0, turn + 1);
        Atomics.notify(taken, 0);
      }
    };
    expect(await faultOf(turns(takeOnce))).toBeDefined();
  });

  it('if a thread sleeps without looking', async () => {
    const cell = sharedCells(0);
    const threads = {
      waiter: () => void Atomics.wait(cell, 0, Atomics.load(cell, 0)),
      setter: () => new Event(cell).set(),
    };
    expect(await faultOf(program([cell], threads, () => 0, 0))).toMatch(/sleeps for ever/);
    const looking = { ...threads, waiter: () => sleepWhile(cell, 0, 0) };
    cell[0] = 0;
    expect(await faultOf(program([cell], looking, () => 0, 0))).toBe(undefined);
  });
});
