// How each mutation is detected on a whole cluster: by a violation in a scenario, or by a failing conformance test. The same in
// every language.

import type { Finding } from './detect.ts';
import type { ScenarioName } from './scenarios.ts';

/** A violation in a scenario. */
interface ScenarioDetection {
  readonly scenario: ScenarioName;
  readonly violated: Exclude<Finding['violated'], 'test'>;
}

/** A failing test and its message. */
interface TestDetection {
  readonly test: string;
  readonly message: RegExp;
}

export type ExpectedDetection = ScenarioDetection | TestDetection;

/** By the mutation's name. */
export const expectedDetections: Readonly<Record<string, readonly ExpectedDetection[]>> = {
  'two votes a term': [{ scenario: 'split votes', violated: 'one vote a term' }],
  'duplicate votes counted': [{ scenario: 'two halves', violated: 'election safety' }],
  'quorum of half': [{ scenario: 'two halves', violated: 'election safety' }],
  'no up-to-date check': [{ scenario: 'isolated', violated: 'leader completeness' }],
  'vote before it is stable': [{ scenario: 'all crash', violated: 'stable before revealed' }],
  'acknowledgement before it is stable': [
    { scenario: 'all crash', violated: 'acknowledged entries stay' },
    {
      test: 'committed commands survive a crash of all servers',
      message: /applied: 0,/,
    },
  ],
  'commit past what matches': [{ scenario: 'isolated', violated: 'state machine safety' }],
  'tail kept': [{ scenario: 'Figure 8', violated: 'log matching' }],
  'entry larger than a message not sent': [
    {
      test: 'with the least of every bound a cluster serves, and a follower that was away catches up',
      message: /^it hangs/,
    },
  ],
  'change during a transfer': [
    {
      test: 'of a transfer and the removal of its successor at once, one is refused, and the cluster goes on',
      message: /^none is refused: they end with /,
    },
  ],
  'old term committed by counting': [{ scenario: 'Figure 8', violated: 'leader completeness' }],
  'read without a round': [{ scenario: 'isolated', violated: 'linearizability' }],
  'sequence not compared': [
    { scenario: 'split votes', violated: 'linearizability' },
    {
      test: 'a repeated command of a session gets its first answer and is applied once',
      message: /'Grace' !== null/,
    },
  ],
};
