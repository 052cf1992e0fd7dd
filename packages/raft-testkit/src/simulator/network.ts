// The fate of each message. Every link draws from a generator of its own, so that what is cut out of a schedule on one
// link leaves the others as they were.

import { fateOf, type Message, type ServerId, seededRandom } from '@three-ways/raft-core';
import { calm, type Weather } from './schedule.ts';

/** What a message that is late is late by, at most (ms). */
export const latest = 1000;

export class Network {
  weather: Weather;
  private readonly seed: number;
  private readonly size: number;
  private readonly blocked: Uint8Array;
  private readonly draws: (() => number)[] = [];

  constructor(seed: number, size: number, weather: Weather) {
    this.seed = seed;
    this.size = size;
    this.weather = weather;
    this.blocked = new Uint8Array((size + 1) * (size + 1));
  }

  /** How long each copy of the message travels (ms); none if it is lost. */
  fates({ from, to }: Message): readonly number[] {
    const link = from * (this.size + 1) + to;
    if (this.blocked[link] === 1) return [];
    this.draws[link] ??= seededRandom(Math.imul(this.seed + 1, 0x9e3779b1) ^ Math.imul(link, 0x85ebca6b));
    const random = this.draws[link]!;
    const fates = fateOf(this.weather, random);
    if (this.weather.late === 0) return fates;
    return fates.map((delay) => (random() < this.weather.late ? delay + random() * latest : delay));
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

  /** The faults end. */
  becomeCalm(): void {
    this.heal();
    this.weather = calm;
  }
}
