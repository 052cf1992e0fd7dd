// The registry of suites, in the order in which they run.

import type { Suite } from './common/suite.ts';
import { election } from './election/suite.ts';
import { handOffs } from './hand-offs/suite.ts';
import { memory } from './memory/suite.ts';
import { primitives } from './primitives/suite.ts';
import { starvation } from './starvation/suite.ts';
import { throughput } from './throughput/suite.ts';

export const suites: readonly Suite[] = [election, throughput, handOffs, memory, starvation, primitives];

/** Suites that run where none is named. */
export const isDefault = ({ byRequest }: Suite): boolean => !byRequest;
