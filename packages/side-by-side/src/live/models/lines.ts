// The receiver of the probes: where a runtime was bundled with probes, each statement of its servers tells here, before it
// runs, that it has been reached. Without probes nothing calls this.

import type { ServerId } from '@three-ways/raft-core';
import type { Watcher } from '../engine/machine.ts';

/** `this` in a method of a server or of its clients. */
interface Probed {
  readonly raft: { readonly id: ServerId };
}

interface Task {
  readonly server: ServerId;
  readonly number: number;
}

let watcher: Watcher | null = null;
let numbered = 0;

/** From now on, probes tell this watcher. Machines run one at a time. */
export function watchLines(next: Watcher): void {
  watcher = next;
}

/** What the probes call: global functions, since they are inserted into files that import nothing for them. */
const probes = {
  /** A function begins. */
  __enter(owner: Probed): Task {
    numbered += 1;
    return { server: owner.raft.id, number: numbered };
  },
  /** A statement is reached. */
  __at({ server, number }: Task, place: number): void {
    watcher?.line({ server, task: number, place });
  },
  /** The function ends. */
  __leave({ server, number }: Task): void {
    watcher?.line({ server, task: number, place: 0 });
  },
};

Object.assign(globalThis, probes);
