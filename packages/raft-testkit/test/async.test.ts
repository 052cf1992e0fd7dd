// The conformance suite on the event loop.

import { conformance } from '../src/conformance/suite.ts';
import { runConformanceTest } from '../src/conformance/test.ts';
import { AsyncCluster } from '@three-ways/raft-async';
import { describe, it } from 'vitest';

describe('raft-async', () => {
  it.concurrent.each(conformance.map((test) => [test.name, test] as const))('%s', async (_name, test) => {
    await runConformanceTest(test, (settings) => new AsyncCluster(settings));
  });
});
