// Mutated clusters, in a real runtime of each language, are detected by the scenarios and the conformance suite, each as
// expected; unmutated copies pass.

import { buildGoCommands, findGo, goFolder } from '@three-ways/raft-go';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Finding, findIn, findInTest } from '../src/detect.ts';
import { type ExpectedDetection, expectedDetections } from '../src/expected-detections.ts';
import { goPatches } from '../src/go-patches.ts';
import { type MutatedTarget, mutatedTarget, type Runtime } from '../src/mutated-cluster.ts';
import { mutations } from '../src/mutations.ts';
import { patchedSource } from '../src/patch.ts';
import { withSeed } from '../src/scenario.ts';
import { scenarios } from '../src/scenarios.ts';

const go = await findGo(goFolder);
const goIsNeeded = process.env.CI === 'true';
const options = { history: go.found || goIsNeeded };

// A Go program checks histories: without Go they are skipped.
beforeAll(async () => {
  if (options.history) await buildGoCommands(goFolder);
}, 300_000);

/** In real time a scenario may miss its mutation on a busy machine: then the next seed is tried. */
const seeds = [1, 2, 3];

/** The first finding and the number of runs it took. */
async function firstFinding(
  detection: ExpectedDetection,
  target: MutatedTarget,
): Promise<{ finding: Finding | null; runs: number }> {
  if ('test' in detection) return { finding: await findInTest(detection.test, target), runs: 1 };
  for (const seed of seeds) {
    const finding = await findIn(withSeed(scenarios[detection.scenario], seed), target, options);
    if (finding !== null) return { finding, runs: seed };
  }
  return { finding: null, runs: seeds.length };
}

function describeFinding(finding: Finding | null): string {
  return finding === null ? 'nothing' : `${finding.violated}: ${finding.message.split(':\n')[0]}`;
}

function expectedFrom(detection: ExpectedDetection): unknown {
  if ('test' in detection) return { violated: 'test', message: expect.stringMatching(detection.message) };
  return { violated: detection.violated, message: expect.any(String) };
}

/** By the mutation's name: the detections possible on this machine, without mutations that have none. */
const visible = Object.entries(expectedDetections).flatMap(([name, all]): [string, ExpectedDetection[]][] => {
  const seen = all.filter(
    (detection) => options.history || 'test' in detection || detection.violated !== 'linearizability',
  );
  return seen.length > 0 ? [[name, seen]] : [];
});

/** How each mutation was detected. */
const detected: string[] = [];

afterAll(() => console.log(detected.sort().join('\n')));

describe('expected detections', () => {
  it('are of existing mutations, which exist in Go too', () => {
    for (const name of Object.keys(expectedDetections)) {
      expect(mutations.map((mutation) => mutation.name)).toContain(name);
      expect(goPatches.map((patch) => patch.name)).toContain(name);
    }
  });

  it.each(goPatches)('"$name" still fits the rules in Go', (patch) => {
    expect(patchedSource(patch, [goFolder])).not.toBe('');
  });
});

function examine(runtime: Runtime): void {
  const targets = new Map<string | null, MutatedTarget>();

  // All copies are made before the first scenario, which compilers would disturb in real time.
  beforeAll(async () => {
    const names = [null, ...Object.keys(expectedDetections)];
    await Promise.all(names.map(async (name) => targets.set(name, await mutatedTarget(runtime, name))));
  }, 300_000);

  afterAll(() => {
    for (const target of targets.values()) target[Symbol.dispose]();
  });

  it.each(Object.entries(scenarios))(
    'an unmutated cluster passes the scenario "%s"',
    async (_name, scenario) => {
      expect(await findIn(withSeed(scenario, 1), targets.get(null)!, options)).toBeNull();
    },
  );

  it('an unmutated cluster passes the tests that mutated ones fail', async () => {
    for (const detection of Object.values(expectedDetections).flat())
      if ('test' in detection) expect(await findInTest(detection.test, targets.get(null)!)).toBeNull();
  });

  it.each(visible)('detects "%s"', async (name, expected) => {
    for (const detection of expected) {
      const { finding, runs } = await firstFinding(detection, targets.get(name)!);
      detected.push(`${runtime}, ${name}: ${describeFinding(finding)} (run ${runs})`);
      expect(finding).toEqual(expectedFrom(detection));
    }
  });
}

describe('async', { timeout: 60_000 }, () => examine('async'));

describe('coroutines', { timeout: 60_000 }, () => examine('coroutines'));

// Without Go its tests are skipped; in CI a missing Go is a failure.
describe.skipIf(!go.found && !goIsNeeded).concurrent('goroutines', { timeout: 120_000 }, () => examine('go'));
