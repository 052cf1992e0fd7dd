// The registry of suites, in the order in which they run.

import type { Suite } from './suite.ts';
import { election } from './suites/election/suite.ts';
import { memory } from './suites/memory/suite.ts';
import { throughput } from './suites/throughput/suite.ts';

export const suites: readonly Suite[] = [election, throughput, memory];
