// Two that hand a number to and fro, each waiting for the other: on the bare trampoline, with async/await, with greenlets.

import { Channel, type Green, joinall, Queue, RealHub, select, sleep, spawn } from '../src/index.ts';
import { AsyncSlot } from './async-slot.ts';
import type { Exercise } from './measure.ts';
import { run as runTasks, Slot, spawn as spawnTask, type Task } from './trampoline.ts';

/** Of each sample. Twice as many hand-offs. */
const roundTrips = 50_000;

const hub = new RealHub();

/** The first is what the others are compared with. */
export const handOff: Exercise = {
  title: 'a hand-off',
  unit: 'ns',
  operations: 2 * roundTrips,
  subjects: [
    { name: 'bare trampoline, slots', run: byTrampoline },
    { name: 'async/await, slots', run: byAsync },
    { name: 'greenlets, queues', target: 1.5, run: () => hub.run(byQueues) },
    { name: 'greenlets, channels', target: 1.5, run: () => hub.run(byChannels) },
    { name: 'greenlets, queues, within a deadline', run: () => hub.run(byQueuesWithin) },
    { name: 'greenlets, select of queue and deadline', run: () => hub.run(bySelect) },
  ],
};

function byTrampoline(): void {
  const [there, back] = [new Slot<number>(), new Slot<number>()];
  function* ping(): Task {
    for (let i = 0; i < roundTrips; i += 1) {
      yield* there.put(i);
      yield* back.get();
    }
  }
  function* pong(): Task {
    for (let i = 0; i < roundTrips; i += 1) yield* back.put(yield* there.get());
  }
  spawnTask(ping());
  spawnTask(pong());
  runTasks();
}

async function byAsync(): Promise<void> {
  const [there, back] = [new AsyncSlot<number>(), new AsyncSlot<number>()];
  async function ping(): Promise<void> {
    for (let i = 0; i < roundTrips; i += 1) {
      await there.put(i);
      await back.get();
    }
  }
  async function pong(): Promise<void> {
    for (let i = 0; i < roundTrips; i += 1) await back.put(await there.get());
  }
  await Promise.all([ping(), pong()]);
}

function* byQueues(): Green<void> {
  const [there, back] = [new Queue<number>({ capacity: 1 }), new Queue<number>({ capacity: 1 })];
  function* ping(): Green<void> {
    for (let i = 0; i < roundTrips; i += 1) {
      yield* there.put(i);
      yield* back.get();
    }
  }
  function* pong(): Green<void> {
    for (let i = 0; i < roundTrips; i += 1) yield* back.put(yield* there.get());
  }
  yield* joinall([spawn(ping), spawn(pong)]);
}

function* byChannels(): Green<void> {
  const [there, back] = [new Channel<number>(), new Channel<number>()];
  function* ping(): Green<void> {
    for (let i = 0; i < roundTrips; i += 1) {
      yield* there.send(i);
      yield* back.receive();
    }
  }
  function* pong(): Green<void> {
    for (let i = 0; i < roundTrips; i += 1) yield* back.send((yield* there.receive()).value!);
  }
  yield* joinall([spawn(ping), spawn(pong)]);
}

function* byQueuesWithin(): Green<void> {
  const [there, back] = [new Queue<number>({ capacity: 1 }), new Queue<number>({ capacity: 1 })];
  function* ping(): Green<void> {
    for (let i = 0; i < roundTrips; i += 1) {
      yield* there.put(i);
      yield* back.get().within(1000);
    }
  }
  function* pong(): Green<void> {
    for (let i = 0; i < roundTrips; i += 1) yield* back.put((yield* there.get().within(1000))!);
  }
  yield* joinall([spawn(ping), spawn(pong)]);
}

function* bySelect(): Green<void> {
  const [there, back] = [new Queue<number>({ capacity: 1 }), new Queue<number>({ capacity: 1 })];
  function* ping(): Green<void> {
    for (let i = 0; i < roundTrips; i += 1) {
      yield* there.put(i);
      yield* select({ item: back.get(), deadline: sleep(1000) });
    }
  }
  function* pong(): Green<void> {
    for (let i = 0; i < roundTrips; i += 1) {
      const first = yield* select({ item: there.get(), deadline: sleep(1000) });
      if (first.case === 'item') yield* back.put(first.value);
    }
  }
  yield* joinall([spawn(ping), spawn(pong)]);
}
