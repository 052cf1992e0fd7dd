// The registry of suites, in the order in which they run.

import type { Suite } from './common/suite.ts';
import { election } from './election/suite.ts';
import { memory } from './memory/suite.ts';
import { throughput } from './throughput/suite.ts';

export const suites: readonly Suite[] = [election, throughput, memory];
