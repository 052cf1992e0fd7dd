// No item is lost or duplicated by timeouts, kills and selects: random schedules on virtual time.

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
  /** Limit of each wait (ms). */
  readonly givesUpAfter: number | null;
  readonly selects: boolean;
  readonly killedAt: number | null;
  /** Number of items after which it kills another. */
  readonly strikesAfter: number | null;
  readonly victim: number;
}

const actor: fc.Arbitrary<Actor> = fc.record({
  starts: fc.nat(20),
  items: fc.integer({ min: 1, max: 8 }),
  pause: fc.nat(3),
  givesUpAfter: fc.option(fc.nat(6)),
  selects: fc.boolean(),
  killedAt: fc.option(fc.nat(40)),
  strikesAfter: fc.option(fc.nat(8)),
  victim: fc.nat(11),
});

const actors = fc.array(actor, { minLength: 1, maxLength: 6 });

/** The exchanges, and the greenlets that use them. */
interface Scene {
  give(item: number): Wait<true>;
  take(): Wait<number | Received<number>>;
  readonly cast: Greenlet<void>[];
}

/** The fate of the items. */
class Ledger {
  readonly given = new Set<number>();
  readonly keptOut = new Set<number>();
  readonly taken: number[] = [];
  private last = 0;

  nextItem(): number {
    this.last += 1;
    return this.last;
  }

  /** No item is duplicated; all accepted items are there, and no refused one. */
  check(left: readonly number[]): void {
    const found = [...this.taken, ...left];
    expect(new Set(found).size).toBe(found.length);
    for (const item of this.given) expect(found).toContain(item);
    for (const item of this.keptOut) expect(found).not.toContain(item);
  }
}

function* giver(scene: Scene, ledger: Ledger, actor: Actor): Green<void> {
  for (let i = 0; i < actor.items; i += 1) {
    const item = ledger.nextItem();
    const given = yield* attempt(scene.give(item), actor);
    (given === true ? ledger.given : ledger.keptOut).add(item);
    if (i === actor.strikesAfter) strike(scene, actor);
    yield* sleep(actor.pause);
  }
}

function* taker(scene: Scene, ledger: Ledger, actor: Actor): Green<void> {
  for (let i = 0; i < actor.items; i += 1) {
    const taken = yield* attempt(scene.take(), actor);
    const item = typeof taken === 'object' ? taken.value : taken;
    if (item !== undefined) ledger.taken.push(item);
    if (i === actor.strikesAfter) strike(scene, actor);
    yield* sleep(actor.pause);
  }
}

function* attempt<T>(wait: Wait<T>, { selects, givesUpAfter }: Actor): Green<T | undefined> {
  if (!selects) return yield* givesUpAfter === null ? wait : wait.within(givesUpAfter);
  const first = yield* select({ wait, deadline: sleep(givesUpAfter ?? 50) });
  return first.case === 'wait' ? first.value : undefined;
}

function strike({ cast }: Scene, { victim }: Actor): void {
  cast[victim % cast.length]!.kill();
}

/** Runs the actors, and kills those that are left. */
function perform(scene: Scene, ledger: Ledger, senders: readonly Actor[], receivers: readonly Actor[]): void {
  const hub = new VirtualHub();
  const enter = (act: typeof giver) => (actor: Actor) => {
    const greenlet = hub.spawnLater(actor.starts, act(scene, ledger, actor));
    if (actor.killedAt !== null) hub.after(actor.killedAt, () => greenlet.kill());
    scene.cast.push(greenlet);
  };
  senders.forEach(enter(giver));
  receivers.forEach(enter(taker));
  hub.runFor(500);
  for (const greenlet of scene.cast) greenlet.kill();
  hub.runFor(0);
  expect(scene.cast.every(({ ready, error }) => ready && error === undefined)).toBe(true);
  expect(hub.pendingTimers).toBe(0);
}

/** Items left, taken until there are none. */
function drain(scene: Scene): number[] {
  const ledger = new Ledger();
  const patient = { starts: 0, items: 100, pause: 0, givesUpAfter: 0, selects: false };
  const actor = { ...patient, killedAt: null, strikesAfter: null, victim: 0 };
  new VirtualHub().run(taker(scene, ledger, actor));
  return ledger.taken;
}

const queues = {
  'a queue': (capacity: number) => new Queue<number>({ capacity }),
  'a LIFO queue': (capacity: number) => new LifoQueue<number>({ capacity }),
  'a priority queue': (capacity: number) => new PriorityQueue<number>((a, b) => b - a, { capacity }),
};

describe('no item is lost or duplicated', () => {
  it.each(Object.entries(queues))('by %s', (_, makeQueue) => {
    const property = fc.property(
      actors,
      actors,
      fc.integer({ min: 1, max: 3 }),
      (senders, receivers, capacity) => {
        const [queue, ledger] = [makeQueue(capacity), new Ledger()];
        const scene = { give: (item: number) => queue.put(item), take: () => queue.get(), cast: [] };
        perform(scene, ledger, senders, receivers);
        ledger.check(drain(scene));
        expect(queue.size).toBe(0);
      },
    );
    fc.assert(property, { numRuns: 300 });
  });

  it.each([0, 1, 2])('by a channel of capacity %i', (capacity) => {
    const property = fc.property(actors, actors, (senders, receivers) => {
      const [channel, ledger] = [new Channel<number>({ capacity }), new Ledger()];
      const scene = { give: (item: number) => channel.send(item), take: () => channel.receive(), cast: [] };
      perform(scene, ledger, senders, receivers);
      ledger.check(drain(scene));
      expect(channel.size).toBe(0);
    });
    fc.assert(property, { numRuns: 300 });
  });
});
