// The conformance suite on goroutines, through the Go program that implements the contract as JSON lines.

import { buildGoCommands, findGo, GoCluster, goFolder } from '@three-ways/raft-go';
import { beforeAll, describe, expect, it } from 'vitest';
import { conformance } from '../src/conformance/suite.ts';
import { runConformanceTest } from '../src/conformance/test.ts';

const program = `${goFolder}bin/cluster`;
const go = await findGo(goFolder);

// Without Go its tests are skipped; in CI a missing Go is a failure.
describe.skipIf(!go.found && process.env.CI !== 'true')('goroutines', () => {
  beforeAll(() => buildGoCommands(goFolder), 300_000);

  it.concurrent.each(conformance.map((test) => [test.name, test] as const))('%s', async (_name, test) => {
    await runConformanceTest(test, (settings) => new GoCluster(program, settings));
  });

  it('a program that cannot be started is named, and calls do not hang', async () => {
    const cluster = new GoCluster(`${goFolder}bin/no-such-program`);
    await expect(cluster.start()).rejects.toThrow(/no-such-program cannot be started/);
    await cluster.stop();
  });

  it('a program that exits early leaves no call hanging', async () => {
    const cluster = new GoCluster('/bin/true');
    await expect(cluster.start()).rejects.toMatchObject({ name: 'Stopped' });
    await cluster.stop();
  });
});
