// One failover: from a leader's crash to its successor's first heartbeat at another server.

import type { TraceEvent } from '@three-ways/raft-cluster';
import type { ServerId, Term } from '@three-ways/raft-core';
import { sleep } from '@three-ways/raft-testkit/targets';
import type { Subject } from '../common/subject.ts';
import { TraceClock } from '../common/trace-clock.ts';
import type { ElectionTimers } from './election-timers.ts';
import type { ElectionSpec } from './protocol.ts';
import { type Counts, type Prepared, prepareLogs } from './unequal-logs.ts';

export interface Failover {
  /** The server that crashed. */
  readonly leader: ServerId;
  /** Time without a leader (ms), at most the longest that is waited. */
  readonly ms: number;
  /** Part of it since the new leader's election timeout was due, as drawn (ms); null without a leader, or if it is not known. */
  readonly electedAfter: number | null;
  /** From the start of its followers' timers to the crash (ms). */
  readonly crashedAfter: number;
  readonly elections: number;
  readonly preVotes: number;
}

interface Deps {
  readonly random: () => number;
  /** Commands proposed so far: counted on. */
  readonly commands: Counts;
}

/**
 * Maximum delay of a message, as a share of the broadcast time. With delays uniform from 0, the last of four answers then
 * arrives after one broadcast time in the mean (§5.6).
 */
const jitterShare = 0.7;

/** Crashes the leader, its followers' timers having run for `delay` ms. At the end the network is whole again, and without faults. */
export async function failOver(
  subject: Subject,
  spec: ElectionSpec,
  delay: number,
  deps: Deps,
): Promise<Failover> {
  const { random, commands } = deps;
  for (;;) {
    const prepared = await prepareLogs(subject, spec, random, commands);
    const failover = await timeFailover(subject, spec, prepared, { delay, random });
    await subject.cluster.trace(null);
    await subject.cluster.faults({});
    await subject.cluster.heal();
    if (failover !== null) return failover;
  }
}

/** Null if the crash would come too late, or not before another leader. */
async function timeFailover(
  subject: Subject,
  { longest, broadcastTime, heartbeatInterval }: ElectionSpec,
  { leader, currentTerm, timersFrom, timers }: Prepared,
  { delay, random }: { readonly delay: number; readonly random: () => number },
): Promise<Failover | null> {
  const { cluster, time } = subject;
  const observer = new Observer(subject, currentTerm, timers);
  await cluster.trace(observer.observe);
  const seed = Math.floor(random() * 2 ** 32); // without it each failover would see the same delays
  await cluster.faults({ jitter: jitterShare * broadcastTime, seed });
  await sleep(time, timersFrom + delay - time.now());
  const crashedAt = time.now();
  const crashedAfter = crashedAt - timersFrom;
  if (crashedAfter > heartbeatInterval || observer.elections + observer.preVotes > 0) return null;
  using _ = time.after(longest, observer.giveUp);
  await cluster.crash(leader);
  const electedAt = await observer.elected;
  const { electedAfter, elections, preVotes } = observer;
  const ms = electedAt === null ? longest : Math.min(electedAt - crashedAt, longest);
  return { leader, ms, electedAfter, crashedAfter, elections, preVotes };
}

/** Counts elections until a leader of a newer term is heard. */
class Observer {
  elections = 0;
  preVotes = 0;
  /** From the new leader's election timeout to its first heartbeat (ms); null if there was none in time, or if it is not known. */
  electedAfter: number | null = null;
  private readonly clock: TraceClock;
  private readonly oldTerm: Term;
  private readonly timers: ElectionTimers;
  private readonly end = Promise.withResolvers<number | null>();
  private isOver = false;

  constructor({ time }: Subject, oldTerm: Term, timers: ElectionTimers) {
    this.clock = new TraceClock(time);
    this.oldTerm = oldTerm;
    this.timers = timers;
  }

  /** When the new leader was heard (ms on the clock of `Time`); null if it was not in time. */
  get elected(): Promise<number | null> {
    return this.end.promise;
  }

  readonly giveUp = (): void => this.finish(null);

  readonly observe = (event: TraceEvent): void => {
    if (this.isOver) return;
    const at = this.clock.timeOf(event);
    this.timers.observe(event);
    if (event.type === 'role' && event.role === 'candidate') this.elections += 1;
    if (event.type === 'role' && event.role === 'pre-candidate') this.preVotes += 1;
    if (event.type !== 'deliver' || event.message.type !== 'AppendEntries') return;
    if (event.message.term <= this.oldTerm) return;
    this.electedAfter = this.timers.since(event.message.from, event);
    this.finish(at);
  };

  private finish(at: number | null): void {
    this.isOver = true;
    this.end.resolve(at);
  }
}
