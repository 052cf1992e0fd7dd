// The current hub: the one at work, or else one on real time for the whole process.

import { current } from './current.ts';
import type { Body, Greenlet, Hub } from './public.ts';
import { RealHub } from './real-hub.ts';

let processHub: Hub | null = null;

/** The hub at work; outside of any, the process's own, on real time. */
export function getHub(): Hub {
  if (current.hub !== null) return current.hub as Hub & typeof current.hub;
  processHub ??= new RealHub();
  return processHub;
}

/** The running greenlet; null in a callback and outside. */
export function getCurrent(): Greenlet<unknown> | null {
  return current.greenlet as Greenlet<unknown> | null;
}

/** Starts a greenlet on the current hub. It runs on the next turn, never at once. */
export function spawn<T>(body: Body<T>, name?: string): Greenlet<T> {
  return getHub().spawn(body, name);
}

/** Starts a greenlet on the current hub in `ms` milliseconds. */
export function spawnLater<T>(ms: number, body: Body<T>, name?: string): Greenlet<T> {
  return getHub().spawnLater(ms, body, name);
}

/** Runs a main greenlet on the current hub and returns its result. Rejects with LoopExit on a deadlock. */
export function run<T>(main: Body<T>, name = 'main'): Promise<T> {
  return getHub().spawn(main, name).toPromise();
}
