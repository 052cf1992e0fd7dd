// The worst case of Figure 16, just before the crash: the leader's heartbeats have reached all followers at the same
// moment, so that their election timers run from there, and two of the four lack the leader's last entry, so that they
// campaign but cannot win (§5.4.1). The entry restarts the timers of the other two, which the crash is timed from.

import type { Status, TraceEvent } from '@three-ways/raft-cluster';
import type { ServerId, Term } from '@three-ways/raft-core';
import { agreement } from '../common/agreement.ts';
import { shuffled } from '../common/shuffled.ts';
import type { Subject } from '../common/subject.ts';
import { TraceClock } from '../common/trace-clock.ts';
import { ElectionTimers } from './election-timers.ts';
import type { ElectionSpec } from './protocol.ts';

/** Commands proposed, by whether their answer arrived. */
export interface Counts {
  answered: number;
  unanswered: number;
}

/** A leader that is about to crash, cut off from its followers. */
export interface Prepared {
  readonly leader: ServerId;
  readonly currentTerm: Term;
  readonly followers: readonly ServerId[];
  /** When the election timers of those that can win started (ms on the clock of `Time`). */
  readonly timersFrom: number;
  /** The election timers, which include those. */
  readonly timers: ElectionTimers;
}

/** Prepares until it succeeds: on a busy machine the leader may change meanwhile, or send another heartbeat. */
export async function prepareLogs(
  subject: Subject,
  spec: ElectionSpec,
  random: () => number,
  commands: Counts,
): Promise<Prepared> {
  const { cluster, time } = subject;
  for (;;) {
    const agreed = await agreement(cluster, time);
    const followers = shuffled(
      cluster.ids.filter((id) => id !== agreed.leader),
      random,
    );
    const shorter = followers.slice(0, followers.length / 2);
    const watch = new LeaderWatch(subject, agreed, followers);
    await cluster.trace(watch.observe);
    const isHeard = await watch.heartbeat(4 * spec.heartbeatInterval);
    if (isHeard && (await lengthenLogs(subject, agreed.leader, shorter, commands))) {
      await cluster.partition([followers]);
      const timersFrom = watch.timersFrom(followers.slice(shorter.length), spec.heartbeatInterval);
      if (timersFrom !== null) return { ...agreed, followers, timersFrom, timers: watch.timers };
    }
    await cluster.heal();
  }
}

/** What reaches the followers of a leader: its next heartbeat, and then an entry. */
class LeaderWatch {
  readonly timers = new ElectionTimers();
  private readonly clock: TraceClock;
  private readonly time: Subject['time'];
  private readonly agreed: { readonly leader: ServerId; readonly currentTerm: Term };
  private readonly followers: readonly ServerId[];
  private readonly heard = new Set<ServerId>();
  private readonly heardByAll = Promise.withResolvers<boolean>();
  /** Times of what arrived after that heartbeat, by follower (ms on the clock of `Time`). */
  private readonly later = new Map<ServerId, number[]>();
  /** When that heartbeat had reached all. */
  private heardAt = 0;

  constructor(subject: Subject, agreed: LeaderWatch['agreed'], followers: readonly ServerId[]) {
    this.clock = new TraceClock(subject.time);
    this.time = subject.time;
    this.agreed = agreed;
    this.followers = followers;
  }

  /** Whether a heartbeat has reached all followers within a time (ms). */
  async heartbeat(within: number): Promise<boolean> {
    using _ = this.time.after(within, () => this.heardByAll.resolve(false));
    return await this.heardByAll.promise;
  }

  /**
   * Start of the election timers of these: when the last of them had the entry, or the news that it is committed, if the leader
   * sends that at once. Null if one did not get the entry, or got another heartbeat, which comes a whole interval after the first.
   */
  timersFrom(ids: readonly ServerId[], heartbeatInterval: number): number | null {
    const times = ids.map((id) => this.later.get(id) ?? []);
    if (times.some(({ length }) => length === 0)) return null;
    const followed = times.flatMap((ofOne) => ofOne.slice(1));
    const isAnother = (at: number) => at - this.heardAt >= heartbeatInterval / 2;
    return followed.some(isAnother) ? null : Math.max(...times.flat());
  }

  readonly observe = (event: TraceEvent): void => {
    const at = this.clock.timeOf(event);
    this.timers.observe(event);
    if (event.type !== 'deliver' || event.message.type !== 'AppendEntries') return;
    const { from, to, term, entries } = event.message;
    if (from !== this.agreed.leader || term !== this.agreed.currentTerm) return;
    if (this.heard.size === this.followers.length) this.later.set(to, [...(this.later.get(to) ?? []), at]);
    else if (entries.length === 0) this.hear(to, at);
  };

  private hear(follower: ServerId, at: number): void {
    if (this.heard.has(follower)) this.heard.clear(); // the next round has begun
    this.heard.add(follower);
    this.heardAt = at;
    if (this.heard.size === this.followers.length) this.heardByAll.resolve(true);
  }
}

/** Commits an entry that these servers do not get. Returns false if that failed. */
async function lengthenLogs(
  { cluster }: Subject,
  leader: ServerId,
  shorter: readonly ServerId[],
  commands: Counts,
): Promise<boolean> {
  await cluster.partition([cluster.ids.filter((id) => !shorter.includes(id)), shorter]);
  const command = { type: 'set', id: 'log', name: 'longer' } as const;
  const isAnswered = await cluster.propose(command, { via: leader }).then(
    () => true,
    () => false,
  );
  commands[isAnswered ? 'answered' : 'unanswered'] += 1;
  if (!isAnswered) return false;
  const statuses = await Promise.all(cluster.ids.map((id) => cluster.status(id)));
  return areUnequal(statuses, leader, shorter);
}

function areUnequal(statuses: readonly Status[], leader: ServerId, shorter: readonly ServerId[]): boolean {
  const { role, lastLogIndex } = statuses.find(({ id }) => id === leader)!;
  if (role !== 'leader') return false;
  return statuses.every(
    ({ id, lastLogIndex: last }) => last === lastLogIndex - (shorter.includes(id) ? 1 : 0),
  );
}
