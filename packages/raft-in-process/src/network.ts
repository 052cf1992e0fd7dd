// The network between the servers of one process. It delivers on a later turn of the event loop, never within the call
// that sends, and does to messages what the fault rules say.

import {
  type FaultRules,
  fateOf,
  faultRules,
  type Message,
  Partition,
  type RuntimeEvent,
  type ServerId,
  seededRandom,
} from '@three-ways/raft-core';
import type { Clock, Timer } from './clock.ts';

/** The delays of a message that no fault meets. */
const onTime: readonly number[] = [0];

export class Network {
  private readonly clock: Clock;
  private readonly receivers = new Map<ServerId, (message: Message) => void>();
  /** What the next turn delivers. */
  private queue: Message[] = [];
  private turn: Timer | null = null;
  /** Messages that take longer. */
  private readonly delayed = new Set<Timer>();
  private cut: Partition | null = null;
  private weather: { rules: FaultRules; random: () => number } | null = null;
  emit: ((event: RuntimeEvent) => void) | null = null;

  constructor(clock: Clock) {
    this.clock = clock;
  }

  /** From now on messages to this server are handed to it; with null they are lost. */
  attach(id: ServerId, receive: ((message: Message) => void) | null): void {
    if (receive === null) this.receivers.delete(id);
    else this.receivers.set(id, receive);
  }

  /** Lets messages pass only within each group; null lets all pass. */
  partition(groups: readonly (readonly ServerId[])[] | null): void {
    this.emit?.(groups === null ? { type: 'heal' } : { type: 'partition', groups });
    this.cut = groups && new Partition(groups);
  }

  /** @throws InvalidArgument on a rule that makes no sense. */
  faults(given: FaultRules, seed: number): void {
    const rules = faultRules(given);
    this.emit?.({ type: 'faults', rules });
    const harmless = Object.entries(rules).every(([rule, value]) => rule === 'seed' || value === 0);
    this.weather = harmless ? null : { rules, random: seededRandom(rules.seed ?? seed) };
  }

  send(message: Message): void {
    this.emit?.({ type: 'send', message });
    const delays = this.weather === null ? onTime : fateOf(this.weather.rules, this.weather.random);
    if (delays.length === 0) this.emit?.({ type: 'drop', message });
    for (const delay of delays) {
      if (delay === 0) this.sendOnNextTurn(message);
      else this.sendAfter(delay, message);
    }
  }

  /** Loses all that is under way. */
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
    this.queue = []; // what they cause to be sent waits for the turn after
    for (const message of messages) this.deliver(message);
  };

  private deliver(message: Message): void {
    const receive = this.receivers.get(message.to);
    const cutOff = this.cut !== null && !this.cut.connects(message.from, message.to);
    if (receive === undefined || cutOff) {
      this.emit?.({ type: 'drop', message });
      return;
    }
    this.emit?.({ type: 'deliver', message });
    receive(message);
  }
}
