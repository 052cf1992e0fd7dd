// The receiver of the probes: where a runtime was bundled with probes, each statement of its servers tells here, before it
// runs, that it has been reached. Without probes nothing calls this.

import type { ServerId } from '@three-ways/raft-core';
import type { Watcher } from '../engine/machine.ts';

/** `this` in a method of a server or of its clients. */
interface Probed {
  readonly raft: { readonly id: ServerId };
  readonly electionDeadline?: number;
}

interface Task {
  readonly server: ServerId;
  readonly number: number;
  readonly owner: Probed;
}

/** Functions of the probes, under a global name that no source uses. */
interface Probes {
  /** A function begins. */
  enter(owner: Probed): Task;
  /** A statement is reached. */
  at(task: Task, place: number): void;
  /** The function ends. */
  leave(task: Task): void;
}

let watcher: Watcher | null = null;
let numbered = 0;
const deadlines = new WeakMap<Probed, number>();

/** From now on, probes tell this watcher. Machines run one at a time. */
export function watchLines(next: Watcher): void {
  watcher = next;
}

const probes: Probes = {
  enter(owner) {
    numbered += 1;
    return { server: owner.raft.id, number: numbered, owner };
  },
  at({ server, number }, place) {
    watcher?.line({ server, task: number, place });
  },
  leave({ server, number, owner }) {
    watcher?.line({ server, task: number, place: 0 });
    const { electionDeadline } = owner;
    if (electionDeadline === undefined || deadlines.get(owner) === electionDeadline) return;
    deadlines.set(owner, electionDeadline);
    watcher?.deadline(server, electionDeadline);
  },
};

/** The probes' global name. */
export const probesName = '__threeWaysProbes';

(globalThis as Record<string, unknown>)[probesName] = probes;
