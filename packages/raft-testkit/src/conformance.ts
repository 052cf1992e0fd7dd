// What every runtime must do, told as questions and answered through the contract alone. The list is plain data, so that a
// test runner, a command line or a loop can run it against any cluster.

import { callers } from './conformance/arguments.ts';
import { churn } from './conformance/churn.ts';
import { clients } from './conformance/clients.ts';
import { costs } from './conformance/costs.ts';
import { elections } from './conformance/elections.ts';
import { failures } from './conformance/failures.ts';
import { lifeCycle } from './conformance/life-cycle.ts';
import { listeners } from './conformance/listeners.ts';
import { membership } from './conformance/membership.ts';
import { quorum } from './conformance/quorum.ts';
import { reads } from './conformance/reads.ts';
import { replication } from './conformance/replication.ts';
import { sessions } from './conformance/sessions.ts';
import { snapshots } from './conformance/snapshots.ts';
import type { ConformanceTest } from './conformance/test.ts';
import { traces } from './conformance/traces.ts';
import { transfers } from './conformance/transfers.ts';

export { type ConformanceTest, runConformanceTest } from './conformance/test.ts';

/** All tests of the suite, in the order in which a reader would ask. */
export const conformance: readonly ConformanceTest[] = [
  ...elections,
  ...replication,
  ...failures,
  ...quorum,
  ...clients,
  ...callers,
  ...lifeCycle,
  ...reads,
  ...sessions,
  ...transfers,
  ...membership,
  ...snapshots,
  ...costs,
  ...churn,
  ...traces,
  ...listeners,
];
