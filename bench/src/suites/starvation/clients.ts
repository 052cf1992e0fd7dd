// Clients whose commands become due at equal distances, whether or not earlier ones are answered: a latency counts from when its
// command was due (no coordinated omission). A command whose leader is lost is proposed again. Go's twin is
// go-reference/workloads/clients.go.

import { setTimeout as delay } from 'node:timers/promises';
import { type Cluster, Unavailable } from '@three-ways/raft-cluster';
import { type ClientCommand, NotLeader, Overloaded, type ServerId } from '@three-ways/raft-core';

/** Commands are sent at each tick of a timer (ms): those that have become due since the last. */
const tick = 1;

/** Pause before a command is proposed again (ms). */
const retryPause = 5;

export class Clients {
  /** The server that is asked. */
  via: ServerId;
  /** Attempts whose outcome is unknown. */
  unanswered = 0;
  private readonly cluster: Cluster;
  private readonly distance: number;
  private readonly started = performance.now();
  /** Latency of each command (ms); not a number before its answer. */
  private readonly latencies: number[] = [];
  /** Earlier commands are all answered. */
  private firstOpen = 0;
  private ending = false;

  /** @param distance between two commands (ms) */
  constructor(cluster: Cluster, distance: number, via: ServerId) {
    this.cluster = cluster;
    this.distance = distance;
    this.via = via;
  }

  get commands(): number {
    return this.latencies.length;
  }

  /** Resolves after `end`, when every command is answered. @throws what a command fails for beside a lost leader */
  async run(): Promise<void> {
    let failure: { readonly error: unknown } | undefined;
    for (; !this.ending || this.nextOpen() < this.commands; await delay(tick)) {
      if (failure !== undefined) throw failure.error;
      for (const now = performance.now(); !this.ending && this.dueAt(this.commands) <= now; )
        this.send(this.latencies.push(Number.NaN) - 1).catch((error) => {
          failure = { error };
        });
    }
  }

  end(): void {
    this.ending = true;
  }

  /** When a command is due (ms, by `performance.now()`). */
  private dueAt(number: number): number {
    return this.started + number * this.distance;
  }

  private async send(number: number): Promise<void> {
    while (!(await this.propose(commandOf(number)))) await delay(retryPause);
    this.latencies[number] = performance.now() - this.dueAt(number);
  }

  /** Returns whether it was answered. */
  private async propose(command: ClientCommand): Promise<boolean> {
    try {
      await this.cluster.propose(command, { via: this.via });
      return true;
    } catch (error) {
      if (error instanceof Unavailable) this.unanswered += 1;
      else if (!(error instanceof NotLeader || error instanceof Overloaded)) throw error;
      return false;
    }
  }

  /** Whether every command that became due before this time is answered. */
  haveAnswersUntil(time: number): boolean {
    return this.dueAt(this.nextOpen()) >= time;
  }

  /** The first command without an answer, sent or not. */
  private nextOpen(): number {
    while (this.latencies[this.firstOpen]! >= 0) this.firstOpen += 1;
    return this.firstOpen;
  }

  /** Latencies of the commands that became due between two times (ms). */
  latenciesBetween(from: number, to: number): number[] {
    const place = (time: number) => Math.max(0, Math.ceil((time - this.started) / this.distance));
    return this.latencies.slice(place(from), place(to));
  }
}

function commandOf(number: number): ClientCommand {
  return { type: 'set', id: `k${number % 1024}`, name: String(number) };
}
