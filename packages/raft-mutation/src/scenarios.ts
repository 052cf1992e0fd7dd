// The scenarios. Each leads a cluster to a situation in which certain mutations show; an unmutated cluster passes all of them.
// They detect their mutations almost every time, so that a few seconds of real time suffice.

import type { ServerId } from '@three-ways/raft-core';
import {
  crash,
  crashAll,
  crashLeader,
  faults,
  heal,
  partition,
  restart,
  restartAll,
  type Scenario,
  type Step,
  scenario,
  times,
} from './scenario.ts';

/** Election timeouts closer together than the message delay: simultaneous candidates split votes. */
const splitVotes = scenario(
  { settings: { servers: 5, electionTimeout: [100, 120] }, duplicates: true },
  faults({ delay: 15, duplicate: 0.5 }),
  times(6, () => [400, crashLeader, 100, restartAll]),
  400,
);

/** Four servers in two halves: neither may elect a leader. */
const twoHalves = scenario(
  { settings: { servers: 4, electionTimeout: [100, 200] } },
  times(3, () => [partition([1, 2], [3, 4]), 500, heal, 300, crashAll, 20, restartAll]),
);

/** An isolated leader; then an isolated follower, which returns with a newer term and a shorter log. */
const isolated = scenario(
  { settings: { servers: 3, electionTimeout: [100, 200] }, clients: 8 },
  times(2, () => [electFirst(), isolate(1, [2, 3]), electFirst(), isolate(2, [1, 3])]),
);

/** Makes server 1 of three the leader: it is a candidate before the others restart. */
function electFirst(): Step {
  return [crash(2, 3), 250, restart(2, 3), 200];
}

function isolate(server: ServerId, others: ServerId[]): Step {
  return [partition([server], others), 450, heal, 250];
}

/** All servers crash together, repeatedly, with slow messages: mostly between a message and the next write. */
const allCrash = scenario(
  { settings: { servers: 3, electionTimeout: [100, 200] } },
  faults({ delay: 40 }),
  times(12, (round) => [180 + ((70 * round) % 230), crashAll, 10, restartAll]),
  400,
);

/**
 * Figure 8 of the Raft paper, (a) to (d). One entry a message, so that a crash can stop it on its way. The servers that run
 * decide the next leader: a lone server campaigns in vain until others restart.
 */
const figure8 = scenario(
  {
    settings: {
      ...{ servers: 5, electionTimeout: [500, 600], heartbeatInterval: 20 },
      ...{ maxEntriesPerMessage: 1, maxMessagesInFlight: 1 },
    },
    clients: 10,
  },
  faults({ delay: 80 }),
  [crash(2, 3, 4, 5), 700, restart(2, 3, 4, 5), 400],
  // (a) S1 leads and replicates to S2 alone.
  [crash(3, 4, 5), 400, crash(1, 2)],
  // (b) S5 is elected by S3 and S4 and replicates to no other server.
  [restart(5), 700, restart(3, 4), 90, crash(3, 4), 150, crash(5)],
  // (c) S1 leads again and replicates its old entries to a majority.
  [restart(1), 700, restart(3, 4), 750, crash(1, 3, 4)],
  // (d) S5, whose last term is newer, is elected by S3 and S4 and replaces those entries.
  [restart(5), 700, restart(3, 4), 400, heal],
  [restartAll, 300, heal],
);

export const scenarios = {
  'split votes': splitVotes,
  'two halves': twoHalves,
  isolated,
  'all crash': allCrash,
  'Figure 8': figure8,
} as const satisfies Readonly<Record<string, Scenario>>;

export type ScenarioName = keyof typeof scenarios;
