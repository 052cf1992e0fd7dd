// By what a mistake shows on a whole cluster: by what breaks in a drill, and by tests of the conformance suite that fail. The
// signs of a mistake are the same in every language.

import type { Fault } from './detect.ts';
import type { DrillName } from './scenarios.ts';

/** In this drill, this breaks. */
export interface DrillSign {
  readonly drill: DrillName;
  readonly broken: Exclude<Fault['broken'], 'test'>;
}

/** This test fails, and complains so. */
export interface TestSign {
  readonly test: string;
  readonly complaint: RegExp;
}

export type Sign = DrillSign | TestSign;

/** By the mistake's name in the gallery. */
export const signs: Readonly<Record<string, readonly Sign[]>> = {
  'two votes a term': [{ drill: 'split votes', broken: 'one vote a term' }],
  'duplicate votes counted': [{ drill: 'two halves', broken: 'election safety' }],
  'quorum of half': [{ drill: 'two halves', broken: 'election safety' }],
  'no up-to-date check': [{ drill: 'cut off', broken: 'leader completeness' }],
  'vote before it is stable': [{ drill: 'all die', broken: 'stable before revealed' }],
  'acknowledgement before it is stable': [
    { drill: 'all die', broken: 'acknowledged entries stay' },
    {
      test: 'a cluster whose servers all died remembers what it had committed',
      complaint: /applied: 0,/,
    },
  ],
  'commit past what matches': [{ drill: 'cut off', broken: 'state machine safety' }],
  'tail kept': [{ drill: 'Figure 8', broken: 'log matching' }],
  'old term committed by counting': [{ drill: 'Figure 8', broken: 'leader completeness' }],
  'read without a round': [{ drill: 'cut off', broken: 'linearizability' }],
  'sequence not compared': [
    { drill: 'split votes', broken: 'linearizability' },
    {
      test: 'a marked command that is sent again gets its first answer, and is applied once',
      complaint: /'Grace' !== null/,
    },
  ],
};
