// Waiting for nothing but time.

import { current } from './current.ts';
import type { Hub } from './hub.ts';
import { Kind, Wait } from './wait.ts';

class Sleeping extends Kind<void, number> {
  ready(): boolean {
    return false;
  }

  commit(): void {}

  enlist(wait: Wait<void>, ms: number): void {
    if (!(ms > 0)) wait.complete();
  }

  describe(ms: number): string {
    return `a sleep of ${ms} ms`;
  }
}

/** Waits for so many ms; with 0, until all that are ready have had their turn. In a `select` it is the deadline. */
export function sleep(ms: number): Wait<void> {
  const wait = new Wait(sleeping, ms);
  return ms > 0 ? (wait.within(ms) as Wait<void>) : wait;
}

class Idling extends Kind<void, Hub | null> {
  ready(): boolean {
    return false;
  }

  commit(wait: Wait<void>): void {
    wait.succeed();
  }

  enlist(wait: Wait<void>): void {
    current.hub!.addIdler(wait);
  }

  describe(): string {
    return 'idleness';
  }
}

/** Waits until nothing else is ready. */
export function idle(): Wait<void> {
  return new Wait(idling, null);
}

const sleeping = new Sleeping();
const idling = new Idling();
