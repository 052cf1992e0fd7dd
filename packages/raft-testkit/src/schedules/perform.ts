// A schedule, performed: its acts at their times, its clients meanwhile, every event to the checker; in the end the faults
// stop, and the cluster must come to agree on all that was answered.

import {
  type Cluster,
  type ConfigurationChange,
  RaftError,
  type ServerId,
  type Status,
  type TraceEvent,
} from '@three-ways/raft-core';
import { Violation } from '../simulator/violation.ts';
import { Calls } from './calls.ts';
import { Client } from './clients.ts';
import { History, type Operation } from './history.ts';
import type { Absence, Act, Schedule } from './schedule.ts';
import { sleep, type Time } from './time.ts';
import { TraceChecker } from './trace-checker.ts';

/** After the faults the cluster has so many election timeouts to agree. */
const patience = 60;

/** So many election timeouts after the faults each call has ended. */
const timeoutsUntilEnded = 10;

/** So much longer (ms) than its faults no schedule takes, however busy the machine, and no stop at all. */
const longest = 120_000;

export interface Performance {
  readonly operations: readonly Operation[];
  readonly events: number;
  /** How often a server came to lead. */
  readonly elections: number;
}

/**
 * Performs a schedule on a cluster that has not been started, and stops it.
 * @param hear is told every event
 * @throws Violation when an invariant does not hold; Hangs
 */
export async function perform(
  schedule: Schedule,
  cluster: Cluster,
  time: Time,
  hear: (event: TraceEvent) => void = () => {},
): Promise<Performance> {
  const checker = new TraceChecker();
  const history = new History();
  await cluster.trace((event) => {
    hear(event);
    checker.see(event);
  });
  try {
    await time.see(play(schedule, cluster, time, history, checker), schedule.duration + longest);
  } finally {
    await time.see(cluster.stop(), longest);
  }
  checker.judge();
  const { events, elections } = checker;
  return { operations: history.operations, events, elections };
}

async function play(
  schedule: Schedule,
  cluster: Cluster,
  time: Time,
  history: History,
  checker: TraceChecker,
): Promise<void> {
  await cluster.start();
  const begun = time.now();
  const stop = new AbortController();
  const calls = new Calls();
  const clients = Array.from({ length: schedule.clients }, (_, i) =>
    new Client(i + 1, cluster, time, schedule, history, calls).run(stop.signal),
  );
  const background: Promise<void>[] = [];
  try {
    for (const act of schedule.acts) {
      await sleep(time, begun + act.at - time.now());
      checker.judge();
      background.push(...(await doAct(act, cluster, time)));
    }
    await sleep(time, begun + schedule.duration - time.now());
  } finally {
    stop.abort(); // nobody goes on to ask a cluster that has been found out
  }
  await calm(cluster);
  await calls.end(time, timeoutsUntilEnded * schedule.settings.electionTimeout[1]);
  await Promise.all([...clients, ...background]);
  checker.judge();
  await agree(schedule, cluster, time);
  await readAll(schedule, cluster, history);
}

/** Does what the act says. Returns what goes on in the background. */
async function doAct(act: Act, cluster: Cluster, time: Time): Promise<Promise<void>[]> {
  switch (act.type) {
    case 'crash':
      await cluster.crash(act.server);
      return [];
    case 'restart':
      await cluster.restart(act.server);
      return [];
    case 'crash leader':
      for (const { id, role } of await statuses(cluster)) if (role === 'leader') await cluster.crash(id);
      return [];
    case 'crash all':
      for (const id of cluster.ids) await cluster.crash(id);
      return [];
    case 'restart all':
      for (const id of cluster.ids) await cluster.restart(id);
      return [];
    case 'partition':
      await cluster.partition(act.groups);
      return [];
    case 'heal':
      await cluster.heal();
      return [];
    case 'faults':
      await cluster.faults(act.rules);
      return [];
    case 'transfer':
      return [attempt(time, 1, (signal) => cluster.transfer(act.to, { signal }))];
    case 'add':
      return cluster.ids.length < 9 ? [add(cluster, time, act.absent)] : [];
    case 'transfer to removed':
      return [
        attempt(time, 1, (signal) => cluster.transfer(act.to, { signal })),
        removeOne(cluster, time, () => act.to),
      ];
    case 'remove':
      return [removeOne(cluster, time, (voters) => voters[Math.floor(act.place * voters.length)]!)];
  }
}

async function add(cluster: Cluster, time: Time, absent: Absence | undefined): Promise<void> {
  const server = await cluster.launch();
  const others = cluster.ids.filter((id) => id !== server);
  if (absent === 'crashed') await cluster.crash(server);
  if (absent === 'cut off') await cluster.partition([others, [server]]);
  await change(cluster, time, { type: 'addLearner', server });
  await change(cluster, time, { type: 'promote', server });
  if (absent !== undefined) await change(cluster, time, { type: 'remove', server });
}

async function removeOne(
  cluster: Cluster,
  time: Time,
  choose: (voters: readonly ServerId[]) => ServerId,
): Promise<void> {
  const leader = (await statuses(cluster)).find(({ role }) => role === 'leader');
  const voters = leader?.configuration.voters ?? [];
  if (voters.length > 3) await change(cluster, time, { type: 'remove', server: choose(voters) });
}

function change(cluster: Cluster, time: Time, change: ConfigurationChange): Promise<void> {
  return attempt(time, 5, (signal) => cluster.change(change, { signal }));
}

/** Tries a few times. What fails has failed: a schedule's acts may come at a bad moment. */
async function attempt(
  time: Time,
  times: number,
  ask: (signal: AbortSignal) => Promise<void>,
): Promise<void> {
  for (let left = times; left > 0; left--) {
    const abandoned = new AbortController();
    using _timer = time.after(500, () => abandoned.abort());
    try {
      return await ask(abandoned.signal);
    } catch (error) {
      if (!(error instanceof RaftError)) throw error;
      await sleep(time, 50);
    }
  }
}

/** The running ones. */
async function statuses(cluster: Cluster): Promise<Status[]> {
  const all = await Promise.all(cluster.ids.map((id) => cluster.status(id)));
  return all.filter(({ running }) => running);
}

async function calm(cluster: Cluster): Promise<void> {
  await cluster.heal();
  await cluster.faults({});
  for (const id of cluster.ids) await cluster.restart(id);
}

/** Liveness: without faults one server leads, and every member has applied all that is committed. */
async function agree({ settings }: Schedule, cluster: Cluster, time: Time): Promise<void> {
  const deadline = time.now() + patience * settings.electionTimeout[1];
  for (;;) {
    const seen = await statuses(cluster);
    if (await areAgreed(seen, cluster)) return;
    if (time.now() > deadline)
      throw new Violation('liveness', `without faults there is no agreement: ${JSON.stringify(seen)}`);
    await sleep(time, 10);
  }
}

async function areAgreed(seen: readonly Status[], cluster: Cluster): Promise<boolean> {
  const leader = newestLeader(seen);
  if (leader === undefined || leader.commitIndex < leader.lastLogIndex) return false;
  const { voters, learners } = leader.configuration;
  const members = seen.filter(({ id }) => voters.includes(id) || learners.includes(id));
  if (members.some(({ lastApplied }) => lastApplied !== leader.commitIndex)) return false;
  const digests = await Promise.all(members.map(({ id }) => cluster.digest(id)));
  const [first] = digests;
  if (digests.some(({ digest, applied }) => digest !== first!.digest || applied !== first!.applied))
    throw new Violation(
      'state machine safety',
      `after entry ${leader.commitIndex} the members have ${JSON.stringify(digests)}`,
    );
  return true;
}

function newestLeader(seen: readonly Status[]): Status | undefined {
  const leaders = seen.filter(({ role }) => role === 'leader');
  return leaders.sort((a, b) => b.currentTerm - a.currentTerm)[0];
}

/** The last word of the history: what every id is named in the end, as the leader tells it. */
async function readAll({ ids }: Schedule, cluster: Cluster, history: History): Promise<void> {
  const leader: ServerId | undefined = newestLeader(await statuses(cluster))?.id;
  if (leader === undefined) throw new Violation('liveness', 'the leader is gone without a fault');
  for (let i = 0; i < ids; i++) {
    const asked = { type: 'read', id: `${i}` } as const;
    const call = history.moment();
    const answer = await cluster.read(asked.id, { via: leader, consistency: 'linearizable' });
    history.answered(0, asked, call, answer);
  }
}
