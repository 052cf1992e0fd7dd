// One failover: from a leader's crash to its successor's first heartbeat at another server.

import type { TraceEvent } from '@three-ways/raft-cluster';
import type { Term } from '@three-ways/raft-core';
import type { Subject } from '../common/subject.ts';
import type { ElectionSpec } from './protocol.ts';
import type { Prepared } from './unequal-logs.ts';

export interface Failover {
  /** Time without a leader (ms), at most the longest that is waited. */
  readonly ms: number;
  readonly elections: number;
  readonly preVotes: number;
}

/** Crashes the leader. At the end the network is whole again, and without faults. */
export async function timeFailover(
  subject: Subject,
  { longest }: ElectionSpec,
  { leader, currentTerm, followers }: Prepared,
): Promise<Failover> {
  const { cluster, time } = subject;
  const observer = new Observer(subject, currentTerm);
  await cluster.trace(observer.observe);
  const crashedAt = time.now();
  using _ = time.after(longest, observer.giveUp);
  await Promise.all([cluster.partition([followers]), cluster.crash(leader)]); // cut off at once, however long its end takes
  const electedAt = await observer.elected;
  const { elections, preVotes } = observer;
  await cluster.trace(null);
  await cluster.faults({});
  await cluster.heal();
  return { ms: electedAt === null ? longest : Math.min(electedAt - crashedAt, longest), elections, preVotes };
}

/** Counts elections until a leader of a newer term is heard. */
class Observer {
  elections = 0;
  preVotes = 0;
  private readonly subject: Subject;
  private readonly oldTerm: Term;
  private readonly end = Promise.withResolvers<number | null>();
  private isOver = false;
  /** The listener's clock less the cluster's (ms): the least seen, without the delay on the way to the listener. */
  private offset = Number.POSITIVE_INFINITY;

  constructor(subject: Subject, oldTerm: Term) {
    this.subject = subject;
    this.oldTerm = oldTerm;
  }

  /** When the new leader was heard (ms on the clock of `Time`); null if it was not in time. */
  get elected(): Promise<number | null> {
    return this.end.promise;
  }

  readonly giveUp = (): void => this.finish(null);

  readonly observe = (event: TraceEvent): void => {
    if (this.isOver) return;
    this.offset = Math.min(this.offset, this.subject.time.now() - event.at);
    if (event.type === 'role' && event.role === 'candidate') this.elections += 1;
    if (event.type === 'role' && event.role === 'pre-candidate') this.preVotes += 1;
    if (event.type !== 'deliver' || event.message.type !== 'AppendEntries') return;
    if (event.message.term > this.oldTerm) this.finish(event.at + this.offset);
  };

  private finish(at: number | null): void {
    this.isOver = true;
    this.end.resolve(at);
  }
}
