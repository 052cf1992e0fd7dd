// Waiting for several at once: for greenlets to end, or for anything with a `ready` state.

import type { AsyncResult } from './async-result.ts';
import type { Event } from './event.ts';
import type { GreenletTask } from './greenlet-task.ts';
import { JoinAll, JoinSome, WaitSome, type WaitSubject } from './join-kinds.ts';
import { count } from './numbers.ts';
import type { Greenlet, OptionalWait, Wait } from './public.ts';
import { PendingWait } from './wait.ts';

export interface JoinOptions {
  /** Number of greenlets to wait for: an integer of at least 0; all unless given. */
  readonly count?: number;
  /** Whether to raise the first error as soon as a greenlet fails. */
  readonly raiseError?: boolean;
}

/** Accepted by `wait`. */
export type Waitable = Greenlet<unknown> | Event | AsyncResult<unknown>;

/** Waits for the greenlets to end. Returns those that have, in the order in which they ended. */
export function joinall<G extends Greenlet<unknown>>(
  greenlets: Iterable<G>,
  options: JoinOptions = {},
): Wait<G[]> {
  const all = copy(greenlets) as unknown as GreenletTask<unknown>[];
  const { raiseError = false } = options;
  const some = count(options.count ?? all.length, 0, 'the count of greenlets to join');
  const kind = some >= all.length && !raiseError ? new JoinAll(all) : new JoinSome(all, some, raiseError);
  return new PendingWait(kind, null) as Wait<unknown> as Wait<G[]>;
}

/** A slice, where that is possible, is several times faster than `Array.from`. */
function copy<T>(items: Iterable<T>): T[] {
  return Array.isArray(items) ? items.slice() : Array.from(items);
}

/** Kills the greenlets, whether or not the result is waited for; `yield*` waits for all of them to end. */
export function killall<G extends Greenlet<unknown>>(greenlets: Iterable<G>): OptionalWait<G[]> {
  const all = Array.from(greenlets);
  for (const greenlet of all) greenlet.kill();
  return (joinall(all) as PendingWait<G[]>).optional();
}

/** Waits for the objects, or the first `count` of them, to be ready. Returns those, in the order in which they became so. */
export function wait<W extends Waitable>(
  objects: Iterable<W>,
  options: { readonly count?: number } = {},
): Wait<W[]> {
  const all = Array.from(objects);
  const some = count(options.count ?? all.length, 0, 'the count of objects to wait for');
  return new PendingWait(new WaitSome(all as unknown as WaitSubject[], some), null) as Wait<unknown> as Wait<
    W[]
  >;
}
