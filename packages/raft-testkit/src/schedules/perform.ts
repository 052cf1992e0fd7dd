// Performs a schedule: its actions at their times, its clients meanwhile, every event to the checker. Then the faults end, and
// the servers must agree.

import type { Cluster, Status, TraceEvent } from '@three-ways/raft-cluster';
import { type ConfigurationChange, RaftError, type ServerId } from '@three-ways/raft-core';
import { Violation } from '@three-ways/raft-simulator';
import { History, type Operation } from '../linearizability/history.ts';
import { sleep, type Time } from '../targets/time.ts';
import { Calls } from './calls.ts';
import { Client } from './clients.ts';
import type { Absence, Action, Schedule } from './schedule.ts';
import { TraceChecker } from './trace-checker.ts';

/** Time to agree after the faults, in election timeouts. */
const agreementTimeouts = 60;

/** Time after the faults in which each call must end, in election timeouts. */
const callTimeouts = 10;

/** Limit on a schedule beyond its duration, and on a stop (ms); generous, for busy machines. */
const maxOverrun = 120_000;

export interface Performance {
  readonly operations: readonly Operation[];
  readonly events: number;
  /** Number of elections won. */
  readonly elections: number;
}

/**
 * Performs a schedule on a cluster that has not been started, and stops it.
 * @param listener called with every event
 * @throws Violation; Hangs
 */
export async function perform(
  schedule: Schedule,
  cluster: Cluster,
  time: Time,
  listener: (event: TraceEvent) => void = () => {},
): Promise<Performance> {
  const checker = new TraceChecker();
  const history = new History();
  await cluster.trace((event) => {
    listener(event);
    checker.see(event);
  });
  try {
    await time.run(play(schedule, cluster, time, history, checker), schedule.duration + maxOverrun);
  } finally {
    await time.run(cluster.stop(), maxOverrun);
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
    for (const action of schedule.actions) {
      await sleep(time, begun + action.at - time.now());
      checker.judge();
      background.push(...(await performAction(action, cluster, time)));
    }
    await sleep(time, begun + schedule.duration - time.now());
  } finally {
    stop.abort(); // clients stop after a violation, too
  }
  await endFaults(cluster);
  await calls.end(time, callTimeouts * schedule.settings.electionTimeout[1]);
  await Promise.all([...clients, ...background]);
  checker.judge();
  await agree(schedule, cluster, time);
  await readAll(schedule, cluster, history);
}

/** Performs an action. Returns what continues in the background. */
async function performAction(action: Action, cluster: Cluster, time: Time): Promise<Promise<void>[]> {
  switch (action.type) {
    case 'crash':
      await cluster.crash(action.server);
      return [];
    case 'restart':
      await cluster.restart(action.server);
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
      await cluster.partition(action.groups);
      return [];
    case 'heal':
      await cluster.heal();
      return [];
    case 'faults':
      await cluster.faults(action.rules);
      return [];
    case 'transfer':
      return [attempt(time, 1, (signal) => cluster.transfer(action.to, { signal }))];
    case 'add':
      return cluster.ids.length < 9 ? [add(cluster, time, action.absent)] : [];
    case 'transfer to removed':
      return [
        attempt(time, 1, (signal) => cluster.transfer(action.to, { signal })),
        removeOne(cluster, time, () => action.to),
      ];
    case 'remove':
      return [removeOne(cluster, time, (voters) => voters[Math.floor(action.place * voters.length)]!)];
  }
}

async function add(cluster: Cluster, time: Time, absent: Absence | undefined): Promise<void> {
  const server = await cluster.launch();
  const others = cluster.ids.filter((id) => id !== server);
  if (absent === 'crashed') await cluster.crash(server);
  if (absent === 'isolated') await cluster.partition([others, [server]]);
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

/** Tries a few times, then gives up: actions may come at a bad moment. */
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

/** Statuses of running servers. */
async function statuses(cluster: Cluster): Promise<Status[]> {
  const all = await Promise.all(cluster.ids.map((id) => cluster.status(id)));
  return all.filter(({ running }) => running);
}

async function endFaults(cluster: Cluster): Promise<void> {
  await cluster.heal();
  await cluster.faults({});
  for (const id of cluster.ids) await cluster.restart(id);
}

/** Liveness: without faults one server leads, and all members have applied everything committed. */
async function agree({ settings }: Schedule, cluster: Cluster, time: Time): Promise<void> {
  const deadline = time.now() + agreementTimeouts * settings.electionTimeout[1];
  for (;;) {
    const seen = await statuses(cluster);
    if (await haveAgreed(seen, cluster)) return;
    if (time.now() > deadline)
      throw new Violation('liveness', `no agreement without faults: ${JSON.stringify(seen)}`);
    await sleep(time, 10);
  }
}

async function haveAgreed(seen: readonly Status[], cluster: Cluster): Promise<boolean> {
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

/** Reads every id from the leader, as the end of the history. */
async function readAll({ ids }: Schedule, cluster: Cluster, history: History): Promise<void> {
  const leader: ServerId | undefined = newestLeader(await statuses(cluster))?.id;
  if (leader === undefined) throw new Violation('liveness', 'the leader is lost without a fault');
  for (let i = 0; i < ids; i++) {
    const asked = { type: 'read', id: `${i}` } as const;
    const call = history.nextPosition();
    const answer = await cluster.read(asked.id, { via: leader, consistency: 'linearizable' });
    history.answered(0, asked, call, answer);
  }
}
