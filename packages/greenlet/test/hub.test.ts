// The hub on virtual time: what runs when, error reports, and deadlocks.

import { describe, expect, it } from 'vitest';
import {
  Channel,
  fromPromise,
  type Green,
  type Greenlet,
  getCurrent,
  getHub,
  idle,
  LoopExit,
  Queue,
  sleep,
  spawn,
  UsageError,
  VirtualHub,
} from '../src/index.ts';
import { doing, raise, thrownBy } from './bodies.ts';

describe('a hub on virtual time', () => {
  it('is driven step by step', () => {
    const hub = new VirtualHub();
    const ran: string[] = [];
    hub.spawn(function* () {
      ran.push('start');
      yield* sleep(10);
      ran.push('end');
    });
    expect(hub.step()).toBe(true);
    expect([...ran, hub.now()]).toEqual(['start', 0]);
    expect(hub.step()).toBe(true); // the timer
    expect(hub.step()).toBe(true);
    expect([...ran, hub.now()]).toEqual(['start', 'end', 10]);
    expect(hub.step()).toBe(false);
  });

  it('runs until a condition holds, or its time is up', () => {
    const hub = new VirtualHub();
    let beats = 0;
    hub.spawn(function* () {
      for (;;) {
        yield* sleep(10);
        beats += 1;
      }
    });
    expect(hub.runUntil(() => beats === 3, 100)).toBe(true);
    expect(hub.now()).toBe(30);
    expect(hub.runUntil(() => beats === 100, 100)).toBe(false);
    expect([hub.now(), beats]).toEqual([130, 13]);
  });

  it('reaches the end of its time although a greenlet never sleeps', () => {
    const hub = new VirtualHub();
    hub.spawn(function* () {
      for (;;) yield* sleep(0);
    });
    expect(hub.runUntil(() => false, 10)).toBe(false);
    expect(hub.now()).toBe(10);
  });

  it('reaches the end of its time although a timer sets itself again for the same moment', () => {
    const hub = new VirtualHub();
    const others = hub.spawnLater(5, sleep(0));
    const alarm = hub.after(0, () => alarm.restart());
    expect(hub.runUntil(() => false, 10)).toBe(false);
    expect(others.ready).toBe(true);
    alarm.cancel();
    expect(hub.step()).toBe(false);
  });

  it('fires timers of one moment in the order in which they were set, and cancelled ones never', () => {
    const hub = new VirtualHub();
    const fired: number[] = [];
    const alarms = [30, 10, 20, 10, 0, 10].map((ms, i) => hub.after(ms, () => fired.push(i)));
    alarms[3]!.cancel();
    alarms[0]!.restart(5);
    hub.runFor(100);
    expect(fired).toEqual([4, 0, 1, 5, 2]);
    expect(hub.pendingTimers).toBe(0);
    alarms[3]!.restart(1);
    hub.runFor(1);
    expect(fired.at(-1)).toBe(3);
  });

  it('keeps a thousand timers in order that are set, cancelled and set again at random', () => {
    const reported: unknown[] = [];
    const hub = new VirtualHub({ seed: 3, onError: (error) => reported.push(error) });
    const due = new Map<number, number>();
    const chance = () => 1 + Math.floor(hub.random() * 1000);
    const alarms = Array.from({ length: 1000 }, (_, i) => {
      due.set(i, chance());
      return hub.after(due.get(i)!, () => {
        expect(hub.now()).toBe(due.get(i));
        due.delete(i);
      });
    });
    alarms.forEach((alarm, i) => {
      if (hub.random() < 0.3 && due.delete(i)) alarm.cancel();
      else if (hub.random() < 0.5) alarm.restart(due.set(i, chance()).get(i)!);
    });
    expect(hub.pendingTimers).toBe(due.size);
    hub.runFor(1000);
    expect([due.size, hub.pendingTimers, reported]).toEqual([0, 0, []]);
  });

  it('calls deferred callbacks after everything that is ready', () => {
    const hub = new VirtualHub();
    const ran: string[] = [];
    hub.spawn(doing(() => ran.push('ready')));
    hub.defer(() => {
      ran.push('deferred');
      hub.defer(() => ran.push('later'));
    });
    hub.defer(() => ran.push('disposed of'))[Symbol.dispose]();
    hub.spawn(doing(() => ran.push('ready too')));
    hub.runFor(0);
    expect(ran).toEqual(['ready', 'deferred', 'ready too', 'later']);
  });

  it('wakes idle() when nothing is ready, before time moves on', () => {
    const hub = new VirtualHub();
    const ran: string[] = [];
    hub.spawn(function* () {
      yield* idle();
      ran.push(`idle at ${hub.now()}`);
    });
    hub.spawn(function* () {
      for (let i = 0; i < 3; i += 1) yield* sleep(0);
      ran.push('busy');
    });
    hub.after(10, () => ran.push('timer'));
    hub.runFor(10);
    expect(ran).toEqual(['busy', 'idle at 0', 'timer']);
  });

  it('is the current hub for everything that runs on it, and nothing else', () => {
    const [hub, other] = [new VirtualHub(), new VirtualHub()];
    expect(getCurrent()).toBe(null);
    hub.run(function* () {
      expect(getHub()).toBe(hub);
      const self = getCurrent();
      other.run(function* () {
        expect(getHub()).toBe(other);
        yield* sleep(10);
      });
      expect(getHub()).toBe(hub);
      expect(getCurrent()).toBe(self);
      hub.defer(() => expect([getHub(), getCurrent()]).toEqual([hub, null]));
      yield* sleep(1);
    });
    expect([getHub() === hub, getCurrent(), other.now()]).toEqual([false, null, 10]);
  });

  it('refuses a wait outside of greenlets, and a second use of a wait', () => {
    const hub = new VirtualHub();
    const queue = new Queue<number>();
    expect(() => [...(queue.get() as Iterable<unknown>)]).toThrow(UsageError);
    queue.putNowait(1);
    const wait = queue.get();
    hub.run(wait);
    expect(() => hub.run(wait)).toThrow(UsageError);
  });

  it('gives the same run again', () => {
    expect(randomRun(5)).toEqual(randomRun(5));
    expect(randomRun(5)).not.toEqual(randomRun(6));
  });
});

describe('an error in a greenlet', () => {
  it('does not stop the hub, and is reported when it is not asked for', () => {
    const { hub, reported } = reporting();
    const error = new Error('no');
    const failed = hub.spawn(failing(error));
    const other = hub.spawn(sleep(10));
    hub.runFor(10);
    expect(reported).toEqual([[error, failed]]);
    expect(other.ready).toBe(true);
  });

  it.each([
    ['joins it', (child: Greenlet<unknown>) => spawn(child.join())],
    ['asks for its result', (child: Greenlet<unknown>) => spawn(child.get()).link(() => {})],
    ['has linked it', (child: Greenlet<unknown>) => child.link(() => {})],
    ['has its promise', (child: Greenlet<unknown>) => child.toPromise().catch(() => {})],
  ])('is not reported when another greenlet %s', (_, observe) => {
    const { hub, reported } = reporting();
    hub.run(function* () {
      const child = spawn(failing(new Error('no')));
      observe(child as Greenlet<unknown>);
      yield* sleep(10);
      expect(child.error).toBeInstanceOf(Error);
    });
    expect(reported).toEqual([]);
  });

  it('is reported too when it comes from a callback', () => {
    const { hub, reported } = reporting();
    const fail = () => raise(new Error('no'));
    hub.defer(fail);
    hub.after(5, fail);
    hub.spawn(sleep(1)).link(fail);
    hub.runFor(10);
    expect(reported).toHaveLength(3);
    expect(reported[0]![1]).toBe(null);
  });
});

describe('a deadlock', () => {
  it('raises a LoopExit in the main greenlet that names every waiting greenlet and its wait', () => {
    const hub = new VirtualHub();
    const [inbox, votes] = [new Queue<string>({ name: 'inbox' }), new Channel<number>({ name: 'votes' })];
    let cleanedUp = false;
    const error = thrownBy(() =>
      hub.run(function* () {
        spawn(votes.send(1), 'voter');
        spawn(votes.send(2), 'other voter').kill();
        try {
          yield* inbox.get();
        } finally {
          cleanedUp = true;
        }
      }),
    );
    expect(error).toBeInstanceOf(LoopExit);
    expect((error as Error).message).toBe(
      'nothing can ever run again: main waits for an item of inbox; voter waits for a receiver of votes',
    );
    expect(cleanedUp).toBe(true);
  });

  it('is none while a promise is waited for, which needs an asynchronous drive', () => {
    const hub = new VirtualHub();
    expect(() => hub.run(fromPromise(Promise.resolve()))).toThrow(UsageError);
  });

  it('is none while a timer is set', () => {
    const hub = new VirtualHub();
    const inbox = new Queue<string>();
    hub.after(1000, () => inbox.putNowait('late'));
    expect(hub.run(inbox.get())).toBe('late');
  });
});

function* failing(error: unknown): Green<never> {
  yield* sleep(1);
  throw error;
}

function reporting() {
  const reported: [unknown, Greenlet<unknown> | null][] = [];
  const hub = new VirtualHub({ onError: (error, source) => reported.push([error, source]) });
  return { hub, reported };
}

/** The actions of a few greenlets that sleep at random. */
function randomRun(seed: number): string[] {
  const hub = new VirtualHub({ seed });
  const ran: string[] = [];
  function* wanderer(name: string): Green<void> {
    for (let i = 0; i < 20; i += 1) {
      yield* sleep(Math.floor(hub.random() * 5));
      ran.push(`${name} at ${hub.now()}`);
    }
  }
  for (const name of ['a', 'b', 'c']) hub.spawn(wanderer(name));
  hub.runFor(1000);
  return ran;
}
