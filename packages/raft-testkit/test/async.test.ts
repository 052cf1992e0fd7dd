// The conformance suite on the event loop.

import { AsyncCluster } from '@three-ways/raft-async';
import { describe, it } from 'vitest';
import { conformance } from '../src/conformance/suite.ts';
import { runConformanceTest } from '../src/conformance/test.ts';

describe('raft-async', () => {
  it.concurrent.each(conformance.map((test) => [test.name, test] as const))('%s', async (_name, test) => {
    await runConformanceTest(test, (settings) => new AsyncCluster(settings));
  });
});
