// The same six tasks in each library, as its users would write them. Every function returns a promise. A task that a library
// has no means for is absent.

import co from 'co';
import { Effect, Queue as EffectQueue, Fiber } from 'effect';
import {
  createQueue,
  race,
  run as runEffection,
  sleep as sleepEffection,
  spawn as spawnEffection,
  suspend,
} from 'effection';
import { joinall, Queue, RealHub, select, sleep, spawn } from '../../src/index.ts';

/** A one-slot hand-off for promises. With one putter and one getter. */
class AsyncSlot {
  full = false;
  item = undefined;
  wake = null;

  async put(item) {
    while (this.full) await this.#changed();
    this.item = item;
    this.full = true;
    this.#notify();
  }

  async get(signal) {
    while (!this.full) await this.#changed(signal);
    this.full = false;
    this.#notify();
    return this.item;
  }

  #changed(signal) {
    return new Promise((resolve, reject) => {
      const abort = () => reject(signal.reason);
      signal?.addEventListener('abort', abort, { once: true });
      this.wake = () => {
        signal?.removeEventListener('abort', abort);
        resolve();
      };
    });
  }

  #notify() {
    const { wake } = this;
    this.wake = null;
    wake?.();
  }
}

const hub = new RealHub();

function* pingGreen(there, back, n) {
  for (let i = 0; i < n; i += 1) {
    yield* there.put(i);
    yield* back.get();
  }
}

function* pongGreen(there, back, n) {
  for (let i = 0; i < n; i += 1) yield* back.put(yield* there.get());
}

function* yieldOnce() {
  yield* sleep(0);
}

const forever = new Queue();

function* parkGreen() {
  yield* forever.get();
}

function* deepGreen(n) {
  if (n === 0) yield* sleep(0);
  return n === 0 ? 0 : 1 + (yield* deepGreen(n - 1));
}

const greenlet = {
  handOff: (n) =>
    hub.run(function* () {
      const [there, back] = [new Queue({ capacity: 1 }), new Queue({ capacity: 1 })];
      yield* joinall([spawn(pingGreen(there, back, n)), spawn(pongGreen(there, back, n))]);
    }),
  spawnAndJoin: (n) =>
    hub.run(function* () {
      const all = [];
      for (let i = 0; i < n; i += 1) all.push(spawn(yieldOnce));
      yield* joinall(all);
    }),
  select: (n) =>
    hub.run(function* () {
      const queue = new Queue();
      for (let i = 0; i < n; i += 1) {
        hub.defer(() => queue.putNowait(i));
        yield* select({ item: queue.get(), deadline: sleep(1000) });
      }
    }),
  cancel: (n) =>
    hub.run(function* () {
      for (let i = 0; i < n; i += 1) {
        const parked = spawn(parkGreen);
        yield* sleep(0);
        yield* parked.kill();
      }
    }),
  park: async (n) => {
    for (let i = 0; i < n; i += 1) hub.spawn(parkGreen);
    await turn();
  },
  depth: (n) => hub.run(() => deepGreen(n)),
};

function* deepCo(n) {
  if (n === 0) yield Promise.resolve();
  return n === 0 ? 0 : 1 + (yield* deepCo(n - 1));
}

const coroutines = {
  handOff: (n) => {
    const [there, back] = [new AsyncSlot(), new AsyncSlot()];
    const ping = co(function* () {
      for (let i = 0; i < n; i += 1) {
        yield there.put(i);
        yield back.get();
      }
    });
    const pong = co(function* () {
      for (let i = 0; i < n; i += 1) yield back.put(yield there.get());
    });
    return Promise.all([ping, pong]);
  },
  spawnAndJoin: (n) => {
    const all = [];
    function* one() {
      yield Promise.resolve();
    }
    for (let i = 0; i < n; i += 1) all.push(co(one));
    return Promise.all(all);
  },
  select: (n) =>
    co(function* () {
      const slot = new AsyncSlot();
      for (let i = 0; i < n; i += 1) {
        setImmediate(() => void slot.put(i));
        yield raceWithTimer(slot);
      }
    }),
  park: async (n) => {
    keep.push(
      Array.from({ length: n }, () => {
        const slot = new AsyncSlot();
        co(function* () {
          yield slot.get();
        });
        return slot;
      }),
    );
    await turn();
  },
  depth: (n) => co(deepCo(n)),
};

const keep = [];

async function raceWithTimer(slot) {
  const controller = new AbortController();
  const timer = setTimeout(() => controller.abort(), 1000);
  try {
    return await slot.get(controller.signal);
  } finally {
    clearTimeout(timer);
  }
}

async function deepAsync(n) {
  if (n === 0) await null;
  return n === 0 ? 0 : 1 + (await deepAsync(n - 1));
}

const asyncAwait = {
  handOff: async (n) => {
    const [there, back] = [new AsyncSlot(), new AsyncSlot()];
    const ping = async () => {
      for (let i = 0; i < n; i += 1) {
        await there.put(i);
        await back.get();
      }
    };
    const pong = async () => {
      for (let i = 0; i < n; i += 1) await back.put(await there.get());
    };
    await Promise.all([ping(), pong()]);
  },
  spawnAndJoin: async (n) => {
    const one = async () => {
      await null;
    };
    await Promise.all(Array.from({ length: n }, one));
  },
  select: async (n) => {
    const slot = new AsyncSlot();
    for (let i = 0; i < n; i += 1) {
      setImmediate(() => void slot.put(i));
      await raceWithTimer(slot);
    }
  },
  cancel: async (n) => {
    for (let i = 0; i < n; i += 1) {
      const controller = new AbortController();
      const parked = new AsyncSlot().get(controller.signal).catch(() => {});
      controller.abort();
      await parked;
    }
  },
  park: async (n) => {
    keep.push(
      Array.from({ length: n }, () => {
        const slot = new AsyncSlot();
        void slot.get();
        return slot;
      }),
    );
    await turn();
  },
  depth: deepAsync,
};

function* deepEffection(n) {
  if (n === 0) yield* sleepEffection(0);
  return n === 0 ? 0 : 1 + (yield* deepEffection(n - 1));
}

const effection = {
  handOff: (n) =>
    runEffection(function* () {
      const [there, back] = [createQueue(), createQueue()];
      const ping = yield* spawnEffection(function* () {
        for (let i = 0; i < n; i += 1) {
          there.add(i);
          yield* back.next();
        }
      });
      const pong = yield* spawnEffection(function* () {
        for (let i = 0; i < n; i += 1) back.add((yield* there.next()).value);
      });
      yield* ping;
      yield* pong;
    }),
  spawnAndJoin: (n) =>
    runEffection(function* () {
      const all = [];
      for (let i = 0; i < n; i += 1)
        all.push(
          yield* spawnEffection(function* () {
            yield* sleepEffection(0);
          }),
        );
      for (const task of all) yield* task;
    }),
  select: (n) =>
    runEffection(function* () {
      const queue = createQueue();
      for (let i = 0; i < n; i += 1) {
        setImmediate(() => queue.add(i));
        yield* race([queue.next(), sleepEffection(1000)]);
      }
    }),
  cancel: (n) =>
    runEffection(function* () {
      for (let i = 0; i < n; i += 1) {
        const parked = yield* spawnEffection(suspend);
        yield* parked.halt();
      }
    }),
  park: async (n) => {
    keep.push(
      runEffection(function* () {
        for (let i = 0; i < n; i += 1) yield* spawnEffection(suspend);
        yield* suspend();
      }),
    );
    await turn();
    await turn();
  },
  depth: (n) => runEffection(() => deepEffection(n)),
};

const deepEffect = (n) =>
  Effect.gen(function* () {
    if (n === 0) yield* Effect.yieldNow;
    return n === 0 ? 0 : 1 + (yield* deepEffect(n - 1));
  });

const effect = {
  handOff: (n) =>
    Effect.runPromise(
      Effect.gen(function* () {
        const [there, back] = [yield* EffectQueue.bounded(1), yield* EffectQueue.bounded(1)];
        const ping = Effect.gen(function* () {
          for (let i = 0; i < n; i += 1) {
            yield* EffectQueue.offer(there, i);
            yield* EffectQueue.take(back);
          }
        });
        const pong = Effect.gen(function* () {
          for (let i = 0; i < n; i += 1) yield* EffectQueue.offer(back, yield* EffectQueue.take(there));
        });
        yield* Fiber.joinAll([yield* Effect.forkChild(ping), yield* Effect.forkChild(pong)]);
      }),
    ),
  spawnAndJoin: (n) =>
    Effect.runPromise(
      Effect.gen(function* () {
        const all = [];
        for (let i = 0; i < n; i += 1) all.push(yield* Effect.forkChild(Effect.yieldNow));
        yield* Fiber.joinAll(all);
      }),
    ),
  select: (n) =>
    Effect.runPromise(
      Effect.gen(function* () {
        const queue = yield* EffectQueue.unbounded();
        for (let i = 0; i < n; i += 1) {
          setImmediate(() => EffectQueue.offerUnsafe(queue, i));
          yield* Effect.timeoutOption(EffectQueue.take(queue), 1000);
        }
      }),
    ),
  cancel: (n) =>
    Effect.runPromise(
      Effect.gen(function* () {
        for (let i = 0; i < n; i += 1) {
          const parked = yield* Effect.forkChild(Effect.never);
          yield* Effect.yieldNow;
          yield* Fiber.interrupt(parked);
        }
      }),
    ),
  park: async (n) => {
    const queue = Effect.runSync(EffectQueue.unbounded());
    for (let i = 0; i < n; i += 1) keep.push(Effect.runFork(EffectQueue.take(queue)));
    await turn();
  },
  depth: (n) => Effect.runPromise(deepEffect(n)),
};

function turn() {
  return new Promise((resolve) => setTimeout(resolve, 20));
}

export const libraries = { greenlet, 'async/await': asyncAwait, co: coroutines, effect, effection };
