// The conformance suite on goroutines, through the Go program that speaks the contract as JSON lines.

import { fileURLToPath } from 'node:url';
import { beforeAll, describe, expect, it } from 'vitest';
import { conformance, runConformanceTest } from '../src/conformance.ts';
import { GoCluster } from '../src/go-cluster.ts';
import { buildGoCommands, findGo } from '../src/go-toolchain.ts';

const folder = fileURLToPath(new URL('../../../go-reference/', import.meta.url));
const program = `${folder}bin/cluster`;
const go = await findGo(folder);

// Without Go its tests are left out, and say so; where everything must be tested, a missing Go is a failure.
describe.skipIf(!go.found && process.env.CI !== 'true')('goroutines', () => {
  beforeAll(() => buildGoCommands(folder), 300_000);

  it.concurrent.each(conformance.map((test) => [test.name, test] as const))('%s', async (_name, test) => {
    await runConformanceTest(test, (settings) => new GoCluster(program, settings));
  });

  it('a program that cannot be started is named, and nobody waits for it', async () => {
    const cluster = new GoCluster(`${folder}bin/no-such-program`);
    await expect(cluster.start()).rejects.toThrow(/no-such-program cannot be started/);
    await cluster.stop();
  });

  it('a program that ends under way leaves nobody waiting', async () => {
    const cluster = new GoCluster('/bin/true');
    await expect(cluster.start()).rejects.toMatchObject({ name: 'Stopped' });
    await cluster.stop();
  });
});
