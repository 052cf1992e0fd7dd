// Kills, and errors raised from outside.

import { describe, expect, it } from 'vitest';
import { type Green, Greenlet, GreenletExit, Queue, sleep, spawn, VirtualHub } from '../src/index.ts';
import { doing } from './bodies.ts';

describe('a kill', () => {
  it('is idempotent and never raises in the killer', () => {
    const hub = new VirtualHub();
    let links = 0;
    hub.run(function* () {
      const victim = spawn(sleep(1000));
      victim.link(() => {
        links += 1;
      });
      yield* sleep(1);
      victim.kill();
      victim.kill();
      yield* victim.kill();
      yield* victim.kill();
      yield* sleep(0);
      expect(victim).toMatchObject({ ready: true, killed: true, successful: true, value: undefined });
      expect(victim.error).toBeUndefined();
    });
    expect(links).toBe(1);
    expect(hub.now()).toBe(1);
    expect(hub.pendingTimers).toBe(0);
  });

  it('of a greenlet that never started keeps it from running, and calls its links once', () => {
    const hub = new VirtualHub();
    const ran: string[] = [];
    const body = () => doing(() => ran.push('body'));
    const made = new Greenlet(hub, body);
    const spawned = hub.spawn(body);
    const later = hub.spawnLater(10, body);
    for (const victim of [made, spawned, later]) {
      victim.link(() => ran.push('link'));
      victim.kill();
      victim.kill();
      victim.start();
    }
    hub.runFor(100);
    expect(ran).toEqual(['link', 'link', 'link']);
    expect(hub.pendingTimers).toBe(0);
  });

  it('runs the finally blocks, innermost first, which may wait', () => {
    const hub = new VirtualHub();
    const ran: string[] = [];
    function* inner(): Green<void> {
      try {
        yield* sleep(1000);
      } finally {
        yield* sleep(5);
        ran.push(`inner at ${hub.now()}`);
      }
    }
    const victim = hub.spawn(function* () {
      try {
        yield* inner();
        ran.push('never');
      } finally {
        ran.push(`outer at ${hub.now()}`);
      }
    });
    hub.runFor(10);
    victim.kill();
    expect(victim.ready).toBe(false);
    hub.runFor(10);
    expect(ran).toEqual(['inner at 15', 'outer at 15']);
    expect(victim).toMatchObject({ ready: true, killed: true });
  });

  it('overrides a pending error', () => {
    const hub = new VirtualHub();
    const ran: string[] = [];
    const victim = hub.spawn(function* () {
      try {
        yield* sleep(0);
      } finally {
        yield* sleep(5);
        ran.push('finally');
      }
    });
    hub.step();
    victim.throw(new Error('no'));
    victim.kill();
    hub.runFor(10);
    expect(ran).toEqual(['finally']);
    expect(victim.killed).toBe(true);
  });

  it('disposes of what `using` holds', () => {
    const hub = new VirtualHub();
    let disposed = false;
    const victim = hub.spawn(function* () {
      using _resource = { [Symbol.dispose]: () => (disposed = true) };
      yield* sleep(1000);
    });
    hub.runFor(1);
    victim.kill();
    hub.runFor(0);
    expect(disposed).toBe(true);
  });

  it('cannot be swallowed for ever by code that catches everything', () => {
    const hub = new VirtualHub();
    const queue = new Queue<string>();
    let caught = 0;
    const victim = hub.spawn(function* () {
      for (;;) {
        try {
          yield* queue.get();
        } catch {
          caught += 1;
        }
      }
    });
    hub.runFor(10);
    victim.throw(new Error('an ordinary error'));
    hub.runFor(10);
    expect(caught).toBe(1);
    victim.kill();
    hub.runFor(900);
    expect(victim).toMatchObject({ ready: false, killed: true });
    expect(caught).toBe(2);
    hub.runFor(200);
    expect(victim).toMatchObject({ ready: true, killed: true });
    expect(hub.pendingTimers).toBe(0);
  });

  it.each([
    ['catches everything and never sleeps', neverSleeping],
    ['goes on in spite of everything', unstoppable],
  ])('ends a greenlet that %s', (_, body) => {
    const hub = new VirtualHub();
    const victim = hub.spawn(body);
    hub.runFor(1);
    victim.kill();
    hub.runFor(1010);
    expect(victim).toMatchObject({ ready: true, killed: true });
    expect(hub.step()).toBe(false);
  });

  it('of the running greenlet itself takes effect at its next wait', () => {
    const hub = new VirtualHub();
    const ran: string[] = [];
    const victim: Greenlet<void> = hub.spawn(function* () {
      try {
        victim.kill();
        ran.push('still here');
        yield* sleep(0);
        ran.push('never');
      } finally {
        ran.push('finally');
      }
    });
    hub.runFor(0);
    expect(ran).toEqual(['still here', 'finally']);
  });

  it('has no effect if the greenlet ends without another wait', () => {
    const hub = new VirtualHub();
    const victim: Greenlet<string> = hub.spawn(
      doing(() => {
        victim.kill();
        return 'done';
      }),
    );
    hub.runFor(0);
    expect(victim).toMatchObject({ killed: false, value: 'done' });
  });

  it('makes `get` and the promise fail with GreenletExit', async () => {
    const hub = new VirtualHub();
    const victim = hub.spawn(sleep(1000), 'victim');
    const promise = victim.toPromise();
    const getter = hub.spawn(victim.get());
    getter.link(() => {});
    hub.runFor(1);
    victim.kill();
    hub.runFor(0);
    expect(getter.error).toBeInstanceOf(GreenletExit);
    await expect(promise).rejects.toThrow('victim was killed');
  });
});

describe('throw', () => {
  it('raises an error where the greenlet waits, which it may catch', () => {
    const hub = new VirtualHub();
    const greenlet = hub.spawn(function* () {
      try {
        yield* sleep(1000);
        return 'slept';
      } catch (error) {
        return (error as Error).message;
      }
    });
    hub.runFor(1);
    greenlet.throw(new Error('wake up'));
    hub.runFor(0);
    expect(greenlet.value).toBe('wake up');
    expect(hub.pendingTimers).toBe(0);
  });
});

function* neverSleeping(): Green<never> {
  for (;;) {
    try {
      for (;;) yield* sleep(0);
    } catch {
      // any error
    }
  }
}

function* unstoppable(): Green<never> {
  for (;;) {
    try {
      yield* sleep(1);
    } finally {
    }
  }
}
