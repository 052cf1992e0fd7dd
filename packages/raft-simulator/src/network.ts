// The network: loss and delay of each message. Every link has a random generator of its own, so that dropping an action
// that affects one link leaves the others as they were.

import { fateOf, type Message } from '@three-ways/raft-cluster';
import { type ServerId, seededRandom } from '@three-ways/raft-core';
import { noFaults, type SimFaults } from './schedule.ts';

/** Maximum extra delay (ms). */
export const maxExtraDelay = 1000;

export class Network {
  faults: SimFaults;
  private readonly seed: number;
  private readonly size: number;
  private readonly blocked: Uint8Array;
  private readonly draws: (() => number)[] = [];

  constructor(seed: number, size: number, faults: SimFaults) {
    this.seed = seed;
    this.size = size;
    this.faults = faults;
    this.blocked = new Uint8Array((size + 1) * (size + 1));
  }

  /** Delay of each copy of the message (ms); none if it is lost. */
  delaysOf({ from, to }: Message): readonly number[] {
    const link = from * (this.size + 1) + to;
    if (this.blocked[link] === 1) return [];
    this.draws[link] ??= seededRandom(Math.imul(this.seed + 1, 0x9e3779b1) ^ Math.imul(link, 0x85ebca6b));
    const random = this.draws[link]!;
    const delays = fateOf(this.faults, random);
    if (this.faults.late === 0) return delays;
    return delays.map((delay) => (random() < this.faults.late ? delay + random() * maxExtraDelay : delay));
  }

  cut(from: ServerId, to: ServerId): void {
    this.blocked[from * (this.size + 1) + to] = 1;
  }

  isolate(server: ServerId): void {
    for (let other = 1; other <= this.size; other++) {
      this.cut(server, other);
      this.cut(other, server);
    }
  }

  partition(groups: readonly (readonly ServerId[])[]): void {
    const groupOf = (id: ServerId) => groups.findIndex((group) => group.includes(id));
    for (let from = 1; from <= this.size; from++)
      for (let to = 1; to <= this.size; to++) if (groupOf(from) !== groupOf(to)) this.cut(from, to);
  }

  heal(): void {
    this.blocked.fill(0);
  }

  endFaults(): void {
    this.heal();
    this.faults = noFaults;
  }
}
