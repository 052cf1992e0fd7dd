// The conformance suite on threads. Each cluster is three threads or more, so a machine with few cores runs few at a time.

import { WorkersCluster, type WorkersOptions } from '@three-ways/raft-workers';
import { describe, it } from 'vitest';
import { conformance, runConformanceTest } from '../src/conformance.ts';

const transports: readonly NonNullable<WorkersOptions['transport']>[] = ['rings', 'postMessage'];

describe.each(transports)('raft-workers by %s', (transport) => {
  it.each(conformance.map((test) => [test.name, test] as const))('%s', async (_name, test) => {
    await runConformanceTest(test, (settings) => new WorkersCluster(settings, { transport }));
  });
});
