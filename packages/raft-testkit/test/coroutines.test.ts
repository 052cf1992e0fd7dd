// The conformance suite on coroutines.

import { CoroutineCluster } from '@three-ways/raft-coroutines';
import { describe, it } from 'vitest';
import { conformance } from '../src/conformance/suite.ts';
import { runConformanceTest } from '../src/conformance/test.ts';

describe('raft-coroutines', () => {
  it.concurrent.each(conformance.map((test) => [test.name, test] as const))('%s', async (_name, test) => {
    await runConformanceTest(test, (settings) => new CoroutineCluster(settings));
  });
});
