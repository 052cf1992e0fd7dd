// What every runtime must do, tested through the contract alone. The list is plain data, so that a test runner, a command line or
// a loop can run it against any cluster.

import { callers } from './arguments.ts';
import { blocks } from './blocks.ts';
import { catchingUp } from './catching-up.ts';
import { churn } from './churn.ts';
import { clients } from './clients.ts';
import { costs } from './costs.ts';
import { elections } from './elections.ts';
import { failures } from './failures.ts';
import { lifeCycle } from './life-cycle.ts';
import { listeners } from './listeners.ts';
import { liveness } from './liveness.ts';
import { membership } from './membership.ts';
import { quorum } from './quorum.ts';
import { reads } from './reads.ts';
import { replication } from './replication.ts';
import { sessions } from './sessions.ts';
import { snapshots } from './snapshots.ts';
import type { ConformanceTest } from './test.ts';
import { traces } from './traces.ts';
import { transfers } from './transfers.ts';

/** All tests of the suite, from elections to traces. */
export const conformance: readonly ConformanceTest[] = [
  ...elections,
  ...replication,
  ...failures,
  ...blocks,
  ...quorum,
  ...clients,
  ...callers,
  ...lifeCycle,
  ...reads,
  ...sessions,
  ...transfers,
  ...membership,
  ...snapshots,
  ...liveness,
  ...catchingUp,
  ...costs,
  ...churn,
  ...traces,
  ...listeners,
];
