// Ping-pong of two tasks: on the bare trampoline, with async/await, with greenlets.

import { Channel, type Green, joinall, Queue, RealHub, select, sleep, spawn } from '../src/index.ts';
import { AsyncSlot } from './async-slot.ts';
import type { Exercise } from './measure.ts';
import { run as runTasks, Slot, spawn as spawnTask, type Task } from './trampoline.ts';

/** Round trips of a run; each is two hand-offs. */
const roundTrips = 50_000;

const hub = new RealHub();

/** The first subject is the baseline. */
export const handOff: Exercise = {
  title: 'a hand-off',
  unit: 'ns',
  operations: 2 * roundTrips,
  subjects: [
    { name: 'bare trampoline, slots', run: byTrampoline },
    { name: 'async/await, slots', run: byAsync },
    { name: 'greenlets, queues', target: 1.2, run: () => hub.run(byQueues) },
    { name: 'greenlets, channels', target: 1.2, run: () => hub.run(byChannels) },
    { name: 'greenlets, queues, within a deadline', run: () => hub.run(byQueuesWithin) },
    { name: 'greenlets, select of queue and deadline', run: () => hub.run(bySelect) },
  ],
};

function byTrampoline(): void {
  const [there, back] = [new Slot<number>(), new Slot<number>()];
  spawnTask(pingTask(there, back));
  spawnTask(pongTask(there, back));
  runTasks();
}

// Bodies are declared once: a generator function that is created for each run is several times slower, on the trampoline too.

function* pingTask(there: Slot<number>, back: Slot<number>): Task {
  for (let i = 0; i < roundTrips; i += 1) {
    yield* there.put(i);
    yield* back.get();
  }
}

function* pongTask(there: Slot<number>, back: Slot<number>): Task {
  for (let i = 0; i < roundTrips; i += 1) yield* back.put(yield* there.get());
}

async function byAsync(): Promise<void> {
  const [there, back] = [new AsyncSlot<number>(), new AsyncSlot<number>()];
  await Promise.all([pingAsync(there, back), pongAsync(there, back)]);
}

async function pingAsync(there: AsyncSlot<number>, back: AsyncSlot<number>): Promise<void> {
  for (let i = 0; i < roundTrips; i += 1) {
    await there.put(i);
    await back.get();
  }
}

async function pongAsync(there: AsyncSlot<number>, back: AsyncSlot<number>): Promise<void> {
  for (let i = 0; i < roundTrips; i += 1) await back.put(await there.get());
}

/** Holds one item, as the slots do. */
const newQueue = () => new Queue<number>({ capacity: 1 });

function* byQueues(): Green<void> {
  const [there, back] = [newQueue(), newQueue()];
  yield* joinall([spawn(pingQueue(there, back)), spawn(pongQueue(there, back))]);
}

function* pingQueue(there: Queue<number>, back: Queue<number>): Green<void> {
  for (let i = 0; i < roundTrips; i += 1) {
    yield* there.put(i);
    yield* back.get();
  }
}

function* pongQueue(there: Queue<number>, back: Queue<number>): Green<void> {
  for (let i = 0; i < roundTrips; i += 1) yield* back.put(yield* there.get());
}

function* byChannels(): Green<void> {
  const [there, back] = [new Channel<number>(), new Channel<number>()];
  yield* joinall([spawn(pingChannel(there, back)), spawn(pongChannel(there, back))]);
}

function* pingChannel(there: Channel<number>, back: Channel<number>): Green<void> {
  for (let i = 0; i < roundTrips; i += 1) {
    yield* there.send(i);
    yield* back.receive();
  }
}

function* pongChannel(there: Channel<number>, back: Channel<number>): Green<void> {
  for (let i = 0; i < roundTrips; i += 1) yield* back.send((yield* there.receive()).value!);
}

function* byQueuesWithin(): Green<void> {
  const [there, back] = [newQueue(), newQueue()];
  yield* joinall([spawn(pingWithin(there, back)), spawn(pongWithin(there, back))]);
}

function* pingWithin(there: Queue<number>, back: Queue<number>): Green<void> {
  for (let i = 0; i < roundTrips; i += 1) {
    yield* there.put(i);
    yield* back.get().within(1000);
  }
}

function* pongWithin(there: Queue<number>, back: Queue<number>): Green<void> {
  for (let i = 0; i < roundTrips; i += 1) yield* back.put((yield* there.get().within(1000))!);
}

function* bySelect(): Green<void> {
  const [there, back] = [newQueue(), newQueue()];
  yield* joinall([spawn(pingSelect(there, back)), spawn(pongSelect(there, back))]);
}

function* pingSelect(there: Queue<number>, back: Queue<number>): Green<void> {
  for (let i = 0; i < roundTrips; i += 1) {
    yield* there.put(i);
    yield* select({ item: back.get(), deadline: sleep(1000) });
  }
}

function* pongSelect(there: Queue<number>, back: Queue<number>): Green<void> {
  for (let i = 0; i < roundTrips; i += 1) {
    const first = yield* select({ item: there.get(), deadline: sleep(1000) });
    if (first.case === 'item') yield* back.put(first.value);
  }
}
