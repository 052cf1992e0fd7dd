// Every error is delivered once: to those that ask for it, else to the hub's `onError`.

import { describe, expect, it } from 'vitest';
import {
  type Green,
  type Greenlet,
  Group,
  joinall,
  Pool,
  select,
  sleep,
  spawn,
  VirtualHub,
  wait,
} from '../src/index.ts';
import { caught } from './bodies.ts';

function* failing(ms: number, message: string): Green<never> {
  yield* sleep(ms);
  throw new Error(message);
}

interface Outcome {
  /** Messages of the errors that the main greenlet caught. */
  readonly raised: unknown[];
  readonly reported: string[];
}

function outcomeOf(main: (raised: unknown[]) => Green<unknown>): Outcome {
  const outcome: Outcome = { raised: [], reported: [] };
  const hub = new VirtualHub({ onError: (error) => outcome.reported.push((error as Error).message) });
  hub.run(() => main(outcome.raised));
  hub.runFor(1000);
  return outcome;
}

function* raise(raised: unknown[], body: Green<unknown>): Green<void> {
  const error = yield* caught(body);
  if (error instanceof Error) raised.push(error.message);
}

describe('an error', () => {
  it('of a mapped item is raised and not reported, and no more are started', () => {
    const started: number[] = [];
    const outcome = outcomeOf((raised) =>
      raise(
        raised,
        new Pool(1).map([1, 2, 3], function* (i) {
          started.push(i);
          if (i === 1) throw new Error('boom');
          yield* sleep(10);
        }),
      ),
    );
    expect(outcome).toEqual({ raised: ['boom'], reported: [] });
    expect(started.length).toBeLessThan(3);
  });

  it.each([
    ['a pool', () => new Pool(3)],
    ['a group', () => new Group()],
  ])('of a second item mapped by %s is reported', (_, make) => {
    const outcome = outcomeOf((raised) =>
      raise(
        raised,
        make().map([1, 2, 3], (i) => failing(i, `error ${i}`)),
      ),
    );
    expect(outcome).toEqual({ raised: ['error 1'], reported: ['error 2', 'error 3'] });
  });

  it('that joinall raises is not reported, and the others are', () => {
    const outcome = outcomeOf(function* (raised) {
      const greenlets = [spawn(failing(1, 'one')), spawn(failing(1, 'two')), spawn(failing(5, 'three'))];
      yield* raise(raised, joinall(greenlets, { raiseError: true }));
    });
    expect(outcome).toEqual({ raised: ['one'], reported: ['two', 'three'] });
  });

  it.each([
    ['joinall', (greenlets: Greenlet<unknown>[]) => joinall(greenlets)],
    ['wait', (greenlets: Greenlet<unknown>[]) => wait(greenlets)],
  ])('is reported when %s times out after it, and before all have ended', (_, join) => {
    const outcome = outcomeOf(function* () {
      const greenlets = [spawn(failing(1, 'one')), spawn(sleep(50))];
      yield* join(greenlets).within(10);
    });
    expect(outcome.reported).toEqual(['one']);
  });

  it('is not reported once a link was called, even if the link is disposed of later', () => {
    const outcome = outcomeOf(function* () {
      const link = spawn(failing(1, 'one')).link(() => {});
      yield* sleep(5);
      link[Symbol.dispose]();
      link[Symbol.dispose]();
    });
    expect(outcome.reported).toEqual([]);
  });

  it('is reported once if its links were disposed of before', () => {
    const outcome = outcomeOf(function* () {
      const greenlet = spawn(failing(1, 'one'));
      const links = [greenlet.link(() => {}), greenlet.link(() => {})];
      for (const link of [...links, ...links]) link[Symbol.dispose]();
      yield* sleep(5);
    });
    expect(outcome.reported).toEqual(['one']);
  });

  const askers: Record<string, (greenlet: Greenlet<unknown>) => Green<unknown>> = {
    join: (greenlet) => greenlet.join(),
    get: (greenlet) => caught(greenlet.get()),
    joinall: (greenlet) => joinall([greenlet]),
    'joinall with errors raised': (greenlet) => caught(joinall([greenlet], { raiseError: true })),
    select: (greenlet) => select({ end: greenlet.join() }),
  };

  it.each(Object.entries(askers))(
    'is reported when the greenlet that asked by %s is killed before it resumes',
    (_, ask) => {
      const outcome = outcomeOf(function* () {
        const greenlet = spawn(failing(1, 'one'));
        const asker = spawn(ask(greenlet));
        greenlet.link(() => asker.kill())[Symbol.dispose]();
        const killer = spawn(function* () {
          yield* sleep(1);
          asker.kill();
        });
        yield* joinall([killer, asker]);
      });
      expect(outcome.reported).toEqual(['one']);
    },
  );

  it.each([
    ['without raising', false, ['one', 'two'], []],
    ['raising', true, ['two'], ['one']],
  ])('of a member of a joined group is delivered once, %s', (_, raiseError, reported, raisedBefore) => {
    const outcome = outcomeOf(function* (raised) {
      const group = new Group();
      group.spawn(failing(1, 'one'));
      group.spawn(failing(5, 'two'));
      yield* raise(raised, group.join({ raiseError }));
    });
    expect(outcome).toEqual({ raised: raisedBefore, reported });
  });
});

describe('joining a group', () => {
  it('can be limited in time, and be a case of select', () => {
    const hub = new VirtualHub();
    hub.run(function* () {
      const group = new Group();
      group.spawn(sleep(20));
      expect(yield* group.join().within(5)).toBeUndefined();
      expect((yield* select({ all: group.join(), late: sleep(5) })).case).toBe('late');
      expect(yield* group.join().within(50)).toBe(true);
      expect(hub.now()).toBe(20);
    });
  });

  it('ends when the last member is discarded', () => {
    const hub = new VirtualHub();
    const group = new Group(hub);
    const member = group.spawn(sleep(1000));
    const joining = hub.spawn(group.join());
    hub.runFor(1);
    group.discard(member);
    hub.runFor(0);
    expect(joining.value).toBe(true);
    member.kill();
  });
});

describe('spawning in a full pool', () => {
  it('can be limited in time, and then the body never runs', () => {
    const hub = new VirtualHub();
    let ran = false;
    hub.run(function* () {
      const pool = new Pool(1);
      yield* pool.spawn(sleep(20));
      const late = pool.spawn(function* () {
        ran = true;
        yield* sleep(0);
      });
      expect(yield* late.within(5)).toBeUndefined();
      yield* pool.join();
      expect([hub.now(), pool.free, ran]).toEqual([20, 1, false]);
    });
  });
});
