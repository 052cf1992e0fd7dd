// The drills. Each leads a cluster to where certain mistakes must show, and a cluster without a mistake passes them all.
// Unlike schedules drawn by chance they find what they are for nearly every time, so that a few seconds of real time will do.

import type { ServerId } from '@three-ways/raft-core';
import {
  crash,
  crashAll,
  crashLeader,
  type Drill,
  drill,
  faults,
  heal,
  partition,
  restart,
  restartAll,
  type Step,
  times,
} from './scenario.ts';

/** Election timeouts closer to each other than the servers are: many stand at once, and votes are split. */
const splitVotes = drill(
  { settings: { servers: 5, electionTimeout: [100, 120] }, duplicates: true },
  faults({ delay: 15, duplicate: 0.5 }),
  times(6, () => [400, crashLeader, 100, restartAll]),
  400,
);

/** Four servers, two and two: neither half may elect anybody. */
const twoHalves = drill(
  { settings: { servers: 4, electionTimeout: [100, 200] } },
  times(3, () => [partition([1, 2], [3, 4]), 500, heal, 300, crashAll, 20, restartAll]),
);

/** A leader is cut off without knowing it; then a follower, which comes back with a newer term and lacks what it missed. */
const cutOff = drill(
  { settings: { servers: 3, electionTimeout: [100, 200] }, clients: 8 },
  times(2, () => [firstLeads(), alone(1, [2, 3]), firstLeads(), alone(2, [1, 3])]),
);

/** Of three servers the first comes to lead: it stands already when the others are back. */
function firstLeads(): Step {
  return [crash(2, 3), 250, restart(2, 3), 200];
}

function alone(server: ServerId, others: ServerId[]): Step {
  return [partition([server], others), 450, heal, 250];
}

/** All die at once, again and again, while messages take long: mostly between what they say and what they write next. */
const allDie = drill(
  { settings: { servers: 3, electionTimeout: [100, 200] } },
  faults({ delay: 40 }),
  times(12, (round) => [180 + ((70 * round) % 230), crashAll, 10, restartAll]),
  400,
);

/**
 * Figure 8 of the Raft paper, (a) to (d). Entries travel one at a time, so that they can be caught on their way. Who leads next
 * is decided by who lives: a server that is alone stands in vain until others are back.
 */
const figure8 = drill(
  {
    settings: {
      ...{ servers: 5, electionTimeout: [500, 600], heartbeatInterval: 20 },
      ...{ maxEntriesPerMessage: 1, maxMessagesInFlight: 1 },
    },
    clients: 10,
  },
  faults({ delay: 80 }),
  [crash(2, 3, 4, 5), 700, restart(2, 3, 4, 5), 400],
  // (a) S1 leads, and what clients ask of it comes to S2 alone.
  [crash(3, 4, 5), 400, crash(1, 2)],
  // (b) S5 is elected by S3 and S4, and what clients ask of it comes to nobody.
  [restart(5), 700, restart(3, 4), 90, crash(3, 4), 150, crash(5)],
  // (c) S1 leads again, and a majority comes to have its old entries.
  [restart(1), 700, restart(3, 4), 750, crash(1, 3, 4)],
  // (d) S5 is elected by S3 and S4, for its last term is newer: those entries it replaces.
  [restart(5), 700, restart(3, 4), 400, heal],
  [restartAll, 300, heal],
);

export const drills = {
  'split votes': splitVotes,
  'two halves': twoHalves,
  'cut off': cutOff,
  'all die': allDie,
  'Figure 8': figure8,
} as const satisfies Readonly<Record<string, Drill>>;

export type DrillName = keyof typeof drills;
