// The network between the servers of one process, with fault injection. Delivery is always on a later turn of the event
// loop, never within the call that sends.

import {
  type FaultRules,
  fateOf,
  faultRules,
  haveEffect,
  type Message,
  Partition,
  type RuntimeEvent,
} from '@three-ways/raft-cluster';
import { type ServerId, seededRandom } from '@three-ways/raft-core';
import type { Clock, Timer } from './clock.ts';

/** Delays of a message without faults (ms). */
const onTime: readonly number[] = [0];

export class Network {
  private readonly clock: Clock;
  private readonly receivers = new Map<ServerId, (message: Message) => void>();
  /** Messages to deliver on the next turn. */
  private queue: Message[] = [];
  private turn: Timer | null = null;
  /** Timers of delayed messages. */
  private readonly delayed = new Set<Timer>();
  private cut: Partition | null = null;
  private faulty: { rules: FaultRules; random: () => number } | null = null;
  emit: ((event: RuntimeEvent) => void) | null = null;
  /** Decides on each message that is about to arrive: true delivers it, false drops it, a number delays it further (ms). */
  intercept: ((message: Message) => boolean | number) | null = null;

  constructor(clock: Clock) {
    this.clock = clock;
  }

  /** Sets the receiver of a server's messages; with null they are dropped. */
  attach(id: ServerId, receive: ((message: Message) => void) | null): void {
    if (receive === null) this.receivers.delete(id);
    else this.receivers.set(id, receive);
  }

  /** Sets the groups within which messages pass; null for no partition. */
  partition(groups: readonly (readonly ServerId[])[] | null): void {
    this.emit?.(groups === null ? { type: 'heal' } : { type: 'partition', groups });
    this.cut = groups && new Partition(groups);
  }

  /** @throws InvalidArgument naming the rule */
  faults(given: FaultRules, seed: number): void {
    const rules = faultRules(given);
    this.emit?.({ type: 'faults', rules });
    this.faulty = haveEffect(rules) ? { rules, random: seededRandom(rules.seed ?? seed) } : null;
  }

  send(message: Message): void {
    this.emit?.({ type: 'send', message });
    const delays = this.faulty === null ? onTime : fateOf(this.faulty.rules, this.faulty.random);
    if (delays.length === 0) this.emit?.({ type: 'drop', message });
    for (const delay of delays) {
      if (delay === 0) this.sendOnNextTurn(message);
      else this.sendAfter(delay, message);
    }
  }

  /** Drops all messages in flight. */
  close(): void {
    this.receivers.clear();
    this.queue = [];
    this.turn?.[Symbol.dispose]();
    this.turn = null;
    for (const timer of this.delayed) timer[Symbol.dispose]();
    this.delayed.clear();
  }

  private sendAfter(delay: number, message: Message): void {
    const timer = this.clock.after(delay, () => {
      this.delayed.delete(timer);
      this.deliver(message);
    });
    this.delayed.add(timer);
  }

  private sendOnNextTurn(message: Message): void {
    this.turn ??= this.clock.defer(this.flush);
    this.queue.push(message);
  }

  private readonly flush = (): void => {
    const messages = this.queue;
    this.turn = null;
    this.queue = []; // messages sent meanwhile wait for the turn after
    for (const message of messages) this.deliver(message);
  };

  private deliver(message: Message): void {
    const fate = this.intercept?.(message) ?? true;
    if (typeof fate === 'number') return this.sendAfter(fate, message);
    const receive = this.receivers.get(message.to);
    const cutOff = !fate || (this.cut !== null && !this.cut.connects(message.from, message.to));
    if (receive === undefined || cutOff) {
      this.emit?.({ type: 'drop', message });
      return;
    }
    this.emit?.({ type: 'deliver', message });
    receive(message);
  }
}
