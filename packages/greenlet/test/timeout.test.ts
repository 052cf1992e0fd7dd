// Timeouts: what is raised where, and when nothing is.

import { describe, expect, it } from 'vitest';
import {
  Event,
  type Green,
  Queue,
  run,
  sleep,
  spawn,
  Timeout,
  VirtualHub,
  withTimeout,
} from '../src/index.ts';
import { caught, doing, raise } from './bodies.ts';

describe('a timeout', () => {
  it('interrupts an endless loop of sleep(0), on virtual time', () => {
    const hub = new VirtualHub();
    const caught = hub.run(caughtInEndlessLoop);
    expect(caught).toBeInstanceOf(Timeout);
    expect(hub.now()).toBe(10);
  });

  it('interrupts an endless loop of sleep(0), on real time', async () => {
    expect(await run(caughtInEndlessLoop)).toBeInstanceOf(Timeout);
  });

  it('raises its own instance', () => {
    const hub = new VirtualHub();
    hub.run(function* () {
      const timeout = new Timeout(10);
      expect(yield* caught(sleep(100))).toBe(timeout);
      expect(hub.now()).toBe(10);
    });
    expect(hub.pendingTimers).toBe(0);
  });

  it('passes through the scopes of inner timeouts', () => {
    const hub = new VirtualHub();
    hub.run(function* () {
      using outer = new Timeout(10);
      const raised = yield* caught(withTimeout(50, withTimeout(100, sleep(200), 'inmost'), 'inner'));
      expect(raised).toBe(outer);
    });
    expect(hub.now()).toBe(10);
    expect(hub.pendingTimers).toBe(0);
  });

  it('leaves an outer timeout in force', () => {
    const hub = new VirtualHub();
    hub.run(function* () {
      using outer = new Timeout(50);
      expect(yield* withTimeout(10, sleep(100), 'late')).toBe('late');
      expect(yield* caught(sleep(100))).toBe(outer);
      expect(hub.now()).toBe(50);
    });
  });

  it('never fires once cancelled', () => {
    const hub = new VirtualHub();
    hub.run(function* () {
      const timeout = new Timeout(10);
      yield* sleep(5);
      timeout.cancel();
      yield* sleep(100);
      {
        using _scope = new Timeout(10);
        yield* sleep(5);
      }
      yield* sleep(100);
    });
    expect(hub.now()).toBe(210);
  });

  it('never fires if its scope ends without another wait', () => {
    const hub = new VirtualHub();
    const event = new Event();
    hub.run(function* () {
      hub.after(10, () => event.set());
      {
        using _scope = new Timeout(10); // comes second, when the greenlet has been woken but has not run
        yield* event.wait();
      }
      yield* sleep(100);
    });
    expect(hub.now()).toBe(110);
  });

  it('that has ended a wait is raised, even if it is cancelled before the greenlet runs', () => {
    const hub = new VirtualHub();
    hub.run(function* () {
      const timeout = new Timeout(10);
      hub.after(10, () => timeout.cancel());
      expect(yield* caught(sleep(100))).toBe(timeout);
    });
  });

  it('fires at the next wait of a greenlet that was woken before it', () => {
    const hub = new VirtualHub();
    const queue = new Queue<string>();
    hub.run(function* () {
      hub.after(10, () => queue.putNowait('item'));
      using timeout = new Timeout(10);
      expect(yield* queue.get()).toBe('item');
      expect(yield* caught(sleep(100))).toBe(timeout);
      expect(hub.now()).toBe(10);
    });
  });

  it('leaves an item that comes later in its queue', () => {
    const hub = new VirtualHub();
    const queue = new Queue<string>();
    hub.run(function* () {
      expect(yield* withTimeout(10, queue.get(), null)).toBe(null);
      queue.putNowait('item');
      expect(queue.size).toBe(1);
    });
  });

  it('raises in the greenlet that made it, wherever it waits', () => {
    const hub = new VirtualHub();
    hub.run(function* () {
      const child = spawn(sleep(100));
      using timeout = new Timeout(10);
      expect(yield* caught(child.get())).toBe(timeout);
      expect(child.ready).toBe(false);
      child.kill();
    });
  });

  it('works in the finally block of a greenlet that is killed', () => {
    const hub = new VirtualHub();
    let outcome: unknown;
    const victim = hub.spawn(function* () {
      try {
        yield* sleep(1000);
      } finally {
        outcome = yield* withTimeout(10, sleep(500), 'gave up');
      }
    });
    hub.runFor(1);
    victim.kill();
    hub.runFor(20);
    expect(outcome).toBe('gave up');
    expect(victim).toMatchObject({ ready: true, killed: true });
  });
});

describe('withTimeout', () => {
  it('returns a result in time', () => {
    const hub = new VirtualHub();
    function* quick(): Green<number> {
      yield* sleep(5);
      return 42;
    }
    expect(hub.run(withTimeout(10, quick()))).toBe(42);
    expect(hub.pendingTimers).toBe(0);
  });

  it('raises its Timeout unless given a value for that case', () => {
    const hub = new VirtualHub();
    expect(() => hub.run(withTimeout(10, sleep(20)))).toThrow(Timeout);
  });

  it('passes on an error of its body', () => {
    const hub = new VirtualHub();
    const failing = doing(() => raise(new Error('no')));
    expect(() => hub.run(withTimeout(10, failing, 'late'))).toThrow('no');
    expect(hub.pendingTimers).toBe(0);
  });
});

function* caughtInEndlessLoop(): Green<unknown> {
  try {
    using _timeout = new Timeout(10);
    for (;;) yield* sleep(0);
  } catch (error) {
    return error;
  }
}
