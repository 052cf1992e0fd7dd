// The hub that is meant when none is named: the one at work, or else one on real time for the whole process.

import type { Body } from './coroutine.ts';
import { current } from './current.ts';
import type { Greenlet } from './greenlet.ts';
import type { Hub } from './hub.ts';
import { RealHub } from './real-hub.ts';

let processHub: RealHub | null = null;

/** The hub at work at this moment; outside of any, the process's own, which is on real time. */
export function getHub(): Hub {
  if (current.hub !== null) return current.hub;
  processHub ??= new RealHub();
  return processHub;
}

/** The greenlet that runs at this moment, null in a callback and outside. */
export function getCurrent(): Greenlet<unknown> | null {
  return current.greenlet;
}

/** Starts a greenlet on the current hub. It runs on the next turn, never at once. */
export function spawn<T>(body: Body<T>, name?: string): Greenlet<T> {
  return getHub().spawn(body, name);
}

/** Starts a greenlet on the current hub that runs in so many ms. */
export function spawnLater<T>(ms: number, body: Body<T>, name?: string): Greenlet<T> {
  return getHub().spawnLater(ms, body, name);
}

/** Runs a main greenlet on the current hub and hands out its result. @throws LoopExit if nothing can ever run again */
export function run<T>(main: Body<T>, name = 'main'): Promise<T> {
  return getHub().spawn(main, name).toPromise();
}
