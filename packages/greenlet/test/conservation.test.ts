// No item is ever lost or doubled, whoever gives up, is killed, or selects: random schedules on virtual time.

import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  Channel,
  type Green,
  type Greenlet,
  LifoQueue,
  PriorityQueue,
  Queue,
  type Received,
  select,
  sleep,
  VirtualHub,
  type Wait,
} from '../src/index.ts';

interface Actor {
  readonly starts: number;
  readonly items: number;
  readonly pause: number;
  /** It gives up after so many ms. */
  readonly patience: number | null;
  readonly selects: boolean;
  /** It is killed at that moment, after so many rounds of all that are ready. */
  readonly killedAt: number | null;
  readonly rounds: number;
}

const actor: fc.Arbitrary<Actor> = fc.record({
  starts: fc.nat(20),
  items: fc.integer({ min: 1, max: 8 }),
  pause: fc.nat(3),
  patience: fc.option(fc.nat(6)),
  selects: fc.boolean(),
  killedAt: fc.option(fc.nat(40)),
  rounds: fc.nat(5),
});

const actors = fc.array(actor, { minLength: 1, maxLength: 6 });

/** What actors give to and take from. */
interface Place {
  give(item: number): Wait<true>;
  take(): Wait<number | Received<number>>;
}

/** What became of the items. */
class Ledger {
  readonly given = new Set<number>();
  readonly keptOut = new Set<number>();
  readonly taken: number[] = [];
  private last = 0;

  nextItem(): number {
    this.last += 1;
    return this.last;
  }

  /** None doubled; all that were given are there, and none that was kept out. */
  check(left: readonly number[]): void {
    const found = [...this.taken, ...left];
    expect(new Set(found).size).toBe(found.length);
    for (const item of this.given) expect(found).toContain(item);
    for (const item of this.keptOut) expect(found).not.toContain(item);
  }
}

function* giver(place: Place, ledger: Ledger, { items, pause, patience, selects }: Actor): Green<void> {
  for (let i = 0; i < items; i += 1) {
    const item = ledger.nextItem();
    const give = place.give(item);
    let given: boolean;
    if (selects) given = (yield* select({ give, deadline: sleep(patience ?? 50) })).case === 'give';
    else given = (yield* patience === null ? give : give.within(patience)) === true;
    (given ? ledger.given : ledger.keptOut).add(item);
    yield* sleep(pause);
  }
}

function* taker(place: Place, ledger: Ledger, { items, pause, patience, selects }: Actor): Green<void> {
  for (let i = 0; i < items; i += 1) {
    const take = place.take();
    let taken: number | Received<number> | undefined;
    if (selects) taken = (yield* select({ take, deadline: sleep(patience ?? 50) })).value ?? undefined;
    else taken = yield* patience === null ? take : take.within(patience);
    const item = typeof taken === 'object' ? taken.value : taken;
    if (item !== undefined) ledger.taken.push(item);
    yield* sleep(pause);
  }
}

function* killer(victim: Greenlet<void>, { killedAt, rounds }: Actor): Green<void> {
  if (killedAt === null) return;
  yield* sleep(killedAt);
  for (let i = 0; i < rounds; i += 1) yield* sleep(0);
  victim.kill();
}

/** Lets the actors act, and ends those that are left. */
function perform(place: Place, ledger: Ledger, givers: readonly Actor[], takers: readonly Actor[]): void {
  const hub = new VirtualHub();
  const start = (act: typeof giver) => (actor: Actor) => {
    const greenlet = hub.spawnLater(actor.starts, act(place, ledger, actor));
    hub.spawn(killer(greenlet, actor));
    return greenlet;
  };
  const greenlets = [...givers.map(start(giver)), ...takers.map(start(taker))];
  hub.runFor(500);
  for (const greenlet of greenlets) greenlet.kill();
  hub.runFor(0);
  expect(greenlets.every(({ ready, error }) => ready && error === undefined)).toBe(true);
  expect(hub.pendingTimers).toBe(0);
}

/** What is left in a place: somebody takes until there is nothing. */
function drain(place: Place): number[] {
  const hub = new VirtualHub();
  const ledger = new Ledger();
  hub.run(taker(place, ledger, { ...noHurry, items: 100 }));
  return ledger.taken;
}

const noHurry = { starts: 0, pause: 0, patience: 0, selects: false, killedAt: null, rounds: 0 };

const queues = {
  'a queue': (capacity: number) => new Queue<number>({ capacity }),
  'a LIFO queue': (capacity: number) => new LifoQueue<number>({ capacity }),
  'a priority queue': (capacity: number) => new PriorityQueue<number>((a, b) => b - a, { capacity }),
};

describe('no item is lost or doubled', () => {
  it.each(Object.entries(queues))('by %s', (_, makeQueue) => {
    const property = fc.property(
      actors,
      actors,
      fc.integer({ min: 1, max: 3 }),
      (givers, takers, capacity) => {
        const [queue, ledger] = [makeQueue(capacity), new Ledger()];
        const place = { give: (item: number) => queue.put(item), take: () => queue.get() };
        perform(place, ledger, givers, takers);
        ledger.check(drain(place));
        expect(queue.size).toBe(0);
      },
    );
    fc.assert(property, { numRuns: 300 });
  });

  it.each([0, 1, 2])('by a channel of capacity %i', (capacity) => {
    const property = fc.property(actors, actors, (givers, takers) => {
      const [channel, ledger] = [new Channel<number>({ capacity }), new Ledger()];
      const place = { give: (item: number) => channel.send(item), take: () => channel.receive() };
      perform(place, ledger, givers, takers);
      ledger.check(drain(place));
      expect(channel.size).toBe(0);
    });
    fc.assert(property, { numRuns: 300 });
  });
});
