// A server's view of the network: applies the fault rules to outgoing messages, and the partition to incoming ones.

import {
  type FaultRules,
  fateOf,
  haveEffect,
  type Message,
  Partition,
  type RuntimeEvent,
} from '@three-ways/raft-cluster';
import { type ServerId, seededRandom } from '@three-ways/raft-core';
import type { Timers } from './timers.ts';
import type { Transport } from './transport.ts';

/** The current faults, as plain data for threads started later. */
export interface NetworkConfig {
  readonly groups: readonly (readonly ServerId[])[] | null;
  readonly rules: FaultRules;
  /** The cluster's seed, used where the rules have none. */
  readonly seed: number;
}

export class Network {
  private readonly id: ServerId;
  private readonly transport: Transport;
  private readonly timers: Timers;
  private cut: Partition | null = null;
  private faulty: { rules: FaultRules; random: () => number } | null = null;
  emit: ((event: RuntimeEvent) => void) | null = null;

  constructor(id: ServerId, transport: Transport, timers: Timers, { groups, rules, seed }: NetworkConfig) {
    this.id = id;
    this.transport = transport;
    this.timers = timers;
    this.partition(groups);
    this.faults(rules, seed);
  }

  /** Sets the groups within which messages pass; null for no partition. */
  partition(groups: readonly (readonly ServerId[])[] | null): void {
    this.cut = groups && new Partition(groups);
  }

  /** Each server has its own generator, because threads cannot share one. */
  faults(rules: FaultRules, seed: number): void {
    const own = ((rules.seed ?? seed) + this.id * 0x9e3779b9) >>> 0;
    this.faulty = haveEffect(rules) ? { rules, random: seededRandom(own) } : null;
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

  /** Whether an incoming message passes the partition. */
  admits(message: Message): boolean {
    const passes = this.cut === null || this.cut.connects(message.from, message.to);
    this.emit?.({ type: passes ? 'deliver' : 'drop', message });
    return passes;
  }

  private pass(message: Message): void {
    if (!this.transport.send(message)) this.emit?.({ type: 'drop', message });
  }
}
