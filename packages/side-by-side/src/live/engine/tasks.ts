// The tasks of all servers, from the lines that they have reached: which are under way, and at which line each waits.

import type { ServerId } from '@three-ways/raft-core';
import type { ReachedLine } from './machine.ts';

/** Immutable: each line makes a new value that shares the rest. */
export class Tasks {
  static readonly none = new Tasks(new Map());
  /** By server, then by task: the place that it reached last. Both in the order of their beginning. */
  private readonly places: ReadonlyMap<ServerId, ReadonlyMap<number, number>>;

  private constructor(places: ReadonlyMap<ServerId, ReadonlyMap<number, number>>) {
    this.places = places;
  }

  after({ server, task, place }: ReachedLine): Tasks {
    const ofServer = new Map(this.places.get(server));
    if (place === 0) ofServer.delete(task);
    else ofServer.set(task, place);
    return new Tasks(new Map(this.places).set(server, ofServer));
  }

  /** The places at which a server's tasks wait or run. */
  of(server: ServerId): readonly number[] {
    return [...(this.places.get(server)?.values() ?? [])];
  }
}
