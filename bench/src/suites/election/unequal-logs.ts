// The worst case of Figure 16, just before the crash: the leader's heartbeats have reached all followers at the same
// moment, so that their election timers run from there, and two of the four lack the leader's last entry, so that they
// campaign but cannot win (§5.4.1).

import type { Status, TraceEvent } from '@three-ways/raft-cluster';
import type { ServerId, Term } from '@three-ways/raft-core';
import { sleep } from '@three-ways/raft-testkit/targets';
import { agreement } from '../common/agreement.ts';
import type { Subject } from '../common/subject.ts';
import type { ElectionSpec } from './protocol.ts';

/**
 * Maximum delay of a message, as a share of the broadcast time. With delays uniform from 0, the last of four answers then
 * arrives after one broadcast time in the mean (§5.6).
 */
const jitterShare = 0.7;

/** Commands proposed, by whether their answer arrived. */
export interface Counts {
  answered: number;
  unanswered: number;
}

/** A leader that is about to crash. */
export interface Prepared {
  readonly leader: ServerId;
  readonly currentTerm: Term;
  readonly followers: readonly ServerId[];
  /** When the followers' election timers started (ms on the clock of `Time`). */
  readonly heartbeatAt: number;
  /** From there to the crash (ms). */
  readonly delay: number;
}

/** Prepares until it succeeds: on a busy machine the leader may change meanwhile, or a heartbeat may be late. */
export async function prepareCrash(
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
    const delay = random() * spec.heartbeatInterval;
    const networkSeed = Math.floor(random() * 2 ** 32); // without it each failover would see the same delays
    const heartbeatAt = await nextHeartbeat(subject, agreed, followers.length, spec.heartbeatInterval);
    if (heartbeatAt !== null && (await lengthenLogs(subject, agreed.leader, shorter, commands))) {
      await cluster.faults({ jitter: jitterShare * spec.broadcastTime, seed: networkSeed });
      await sleep(time, heartbeatAt + delay - time.now());
      const isInTime = time.now() < heartbeatAt + spec.heartbeatInterval;
      if (isInTime) return { ...agreed, followers, heartbeatAt, delay: time.now() - heartbeatAt };
    }
    await cluster.faults({});
    await cluster.heal();
  }
}

function shuffled<T>(values: readonly T[], random: () => number): T[] {
  const left = [...values];
  return values.map(() => left.splice(Math.floor(random() * left.length), 1)[0]!);
}

/** Resolves with the time at which a heartbeat has reached all followers; null if the leader sends none. */
async function nextHeartbeat(
  { cluster, time }: Subject,
  { leader, currentTerm }: { leader: ServerId; currentTerm: Term },
  followers: number,
  interval: number,
): Promise<number | null> {
  const heard = new Set<ServerId>();
  const { promise, resolve } = Promise.withResolvers<number | null>();
  await cluster.trace((event) => {
    const to = heartbeatReaches(event, leader, currentTerm);
    if (to === null) return;
    if (heard.has(to)) heard.clear(); // the next round has begun
    heard.add(to);
    if (heard.size === followers) resolve(time.now());
  });
  using _ = time.after(interval * 4, () => resolve(null));
  return await promise;
}

function heartbeatReaches(event: TraceEvent, leader: ServerId, currentTerm: Term): ServerId | null {
  if (event.type !== 'deliver' || event.message.type !== 'AppendEntries') return null;
  const { from, to, term, entries } = event.message;
  return from === leader && term === currentTerm && entries.length === 0 ? to : null;
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
