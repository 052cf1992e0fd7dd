// What a cluster's trace shows while applications block: followers that hear nothing, leaders elected, commits that wait. Go's
// twin is go-reference/workloads/observer.go.

import type { TraceEvent } from '@three-ways/raft-cluster';
import type { LogIndex, ServerId } from '@three-ways/raft-core';
import { realTime, type Time } from '@three-ways/raft-testkit/targets';
import { TraceClock } from '../common/trace-clock.ts';
import type { Block } from './protocol.ts';

/** A time between two events (ms on the clock of `Time`). */
interface Gap {
  readonly from: number;
  readonly to: number;
}

export type Effects = Pick<Block, 'heartbeatsMissed' | 'leadersElected' | 'commitGapMs'>;

export class Observer {
  private readonly heartbeatInterval: number;
  private readonly clock: TraceClock;
  /** When each follower last heard from a leader. */
  private readonly heard = new Map<ServerId, number>();
  /** Times longer than a heartbeat interval in which a follower heard nothing. */
  private readonly silences: (Gap & { readonly server: ServerId })[] = [];
  /** When leaders were elected. */
  private readonly elections: number[] = [];
  private commitIndex: LogIndex = 0;
  private committedAt: number | null = null;
  /** Times between advances of the commit index. */
  private readonly commits: Gap[] = [];

  constructor(heartbeatInterval: number, time: Time = realTime) {
    this.clock = new TraceClock(time);
    this.heartbeatInterval = heartbeatInterval;
  }

  readonly observe = (event: TraceEvent): void => {
    const at = this.clock.timeOf(event);
    if (event.type === 'deliver' && event.message.type === 'AppendEntries') this.hear(event.message.to, at);
    if (event.type === 'role' && event.role === 'leader') this.elected(event.server, at);
    if (event.type === 'commit') this.committed(event.commitIndex, at);
  };

  private hear(server: ServerId, to: number): void {
    const from = this.heard.get(server) ?? to;
    this.heard.set(server, to);
    if (to - from > this.heartbeatInterval) this.silences.push({ server, from, to });
  }

  /** A leader receives no AppendEntries: its next gap starts when it is a follower again. */
  private elected(server: ServerId, at: number): void {
    this.heard.delete(server);
    this.elections.push(at);
  }

  private committed(commitIndex: LogIndex, to: number): void {
    if (commitIndex <= this.commitIndex) return;
    if (this.committedAt !== null) this.commits.push({ from: this.committedAt, to });
    this.commitIndex = commitIndex;
    this.committedAt = to;
  }

  /** What ended, or happened, between two times. */
  effects(from: number, to: number): Effects {
    const within = (at: number) => at >= from && at < to;
    const silences = this.silences.filter((silence) => within(silence.to));
    const missed = Map.groupBy(silences, ({ server }) => server)
      .values()
      .map((own) => own.reduce((sum, silence) => sum + this.heartbeatsIn(silence), 0));
    const commits = this.commits.filter((gap) => within(gap.to));
    return {
      heartbeatsMissed: Math.max(0, ...missed),
      leadersElected: this.elections.filter(within).length,
      commitGapMs: Math.max(0, ...commits.map((gap) => gap.to - gap.from)),
    };
  }

  private heartbeatsIn({ from, to }: Gap): number {
    return Math.floor((to - from) / this.heartbeatInterval);
  }
}
