// The network as a server's thread sees it: it does to messages what the fault rules say, before it gives them to the
// transport, and lets nothing in that a partition cuts off.

import {
  type FaultRules,
  fateOf,
  type Message,
  Partition,
  type RuntimeEvent,
} from '@three-ways/raft-cluster';
import { type ServerId, seededRandom } from '@three-ways/raft-core';
import type { Timers } from './timers.ts';
import type { Transport } from './transport.ts';

/** What a network does to messages at present. Plain data: a thread that starts later is given it. */
export interface Weather {
  readonly groups: readonly (readonly ServerId[])[] | null;
  readonly rules: FaultRules;
  /** Fixes the choices where the rules don't: the cluster's. */
  readonly seed: number;
}

export class Network {
  private readonly id: ServerId;
  private readonly transport: Transport;
  private readonly timers: Timers;
  private cut: Partition | null = null;
  private faulty: { rules: FaultRules; random: () => number } | null = null;
  emit: ((event: RuntimeEvent) => void) | null = null;

  constructor(id: ServerId, transport: Transport, timers: Timers, { groups, rules, seed }: Weather) {
    this.id = id;
    this.transport = transport;
    this.timers = timers;
    this.partition(groups);
    this.faults(rules, seed);
  }

  /** Lets messages pass only within each group; null lets all pass. */
  partition(groups: readonly (readonly ServerId[])[] | null): void {
    this.cut = groups && new Partition(groups);
  }

  /** Each server draws its own choices, since no thread could share a generator with another. */
  faults(rules: FaultRules, seed: number): void {
    const harmless = Object.entries(rules).every(([rule, value]) => rule === 'seed' || value === 0);
    const own = ((rules.seed ?? seed) + this.id * 0x9e3779b9) >>> 0;
    this.faulty = harmless ? null : { rules, random: seededRandom(own) };
  }

  send(message: Message): void {
    this.emit?.({ type: 'send', message });
    if (this.faulty === null) return this.pass(message);
    const delays = fateOf(this.faulty.rules, this.faulty.random);
    if (delays.length === 0) this.emit?.({ type: 'drop', message });
    for (const delay of delays) {
      if (delay === 0) this.pass(message);
      else this.timers.after(delay, () => this.pass(message));
    }
  }

  /** Whether a message that has arrived gets through. */
  admits(message: Message): boolean {
    const passes = this.cut === null || this.cut.connects(message.from, message.to);
    this.emit?.({ type: passes ? 'deliver' : 'drop', message });
    return passes;
  }

  private pass(message: Message): void {
    if (!this.transport.send(message)) this.emit?.({ type: 'drop', message });
  }
}
