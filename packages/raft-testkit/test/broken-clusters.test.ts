// It can fail: on clusters with a mistake in their rules, in a real runtime of each language, the drills and the conformance
// suite turn red, each for the right reason; on copies made in the same way without a mistake they stay green.

import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Fault, faultInTest, faultUnder } from '../src/gallery/detect.ts';
import { type Sign, signs } from '../src/gallery/expected-detections.ts';
import { goPatches } from '../src/gallery/go-patches.ts';
import { type BrokenTarget, brokenTarget, type Runtime } from '../src/gallery/mutated-cluster.ts';
import { mistakes } from '../src/gallery/mutations.ts';
import { patchedSource } from '../src/gallery/patch.ts';
import { withSeed } from '../src/gallery/scenario.ts';
import { drills } from '../src/gallery/scenarios.ts';
import { buildGoCommands, findGo, goFolder } from '../src/go-toolchain.ts';

const go = await findGo(goFolder);
const goIsNeeded = process.env.CI === 'true';
const judges = { history: go.found || goIsNeeded };

// Histories are judged by a Go program: without Go they are left out.
beforeAll(async () => {
  if (judges.history) await buildGoCommands(goFolder);
}, 300_000);

/** In real time a drill may miss what it is for, if the machine is busy: then the next seed is tried. */
const seeds = [1, 2, 3];

/** The first fault, and after how many runs it was found. */
async function firstFault(sign: Sign, target: BrokenTarget): Promise<{ fault: Fault | null; runs: number }> {
  if ('test' in sign) return { fault: await faultInTest(sign.test, target), runs: 1 };
  for (const seed of seeds) {
    const fault = await faultUnder(withSeed(drills[sign.drill], seed), target, judges);
    if (fault !== null) return { fault, runs: seed };
  }
  return { fault: null, runs: seeds.length };
}

function describeFault(fault: Fault | null): string {
  return fault === null ? 'nothing' : `${fault.broken}: ${fault.sentence.split(':\n')[0]}`;
}

function expectedFrom(sign: Sign): unknown {
  if ('test' in sign) return { broken: 'test', sentence: expect.stringMatching(sign.complaint) };
  return { broken: sign.broken, sentence: expect.any(String) };
}

/** By the mistake's name, its signs that can be looked for on this machine; a mistake without any is left out. */
const visible = Object.entries(signs).flatMap(([name, all]): [string, Sign[]][] => {
  const seen = all.filter((sign) => judges.history || 'test' in sign || sign.broken !== 'linearizability');
  return seen.length > 0 ? [[name, seen]] : [];
});

/** What each mistake was found out by. */
const told: string[] = [];

afterAll(() => console.log(told.sort().join('\n')));

describe('the signs', () => {
  it('are of mistakes that the gallery has, and that can be made in Go', () => {
    for (const name of Object.keys(signs)) {
      expect(mistakes.map((mistake) => mistake.name)).toContain(name);
      expect(goPatches.map((patch) => patch.name)).toContain(name);
    }
  });

  it.each(goPatches)('"$name" still fits the rules in Go', (patch) => {
    expect(patchedSource(patch, `${goFolder}raft`)).not.toBe('');
  });
});

function examine(runtime: Runtime): void {
  const targets = new Map<string | null, BrokenTarget>();

  // All copies are made before the first drill: one in real time had better not be disturbed by compilers.
  beforeAll(async () => {
    const names = [null, ...Object.keys(signs)];
    await Promise.all(names.map(async (name) => targets.set(name, await brokenTarget(runtime, name))));
  }, 300_000);

  afterAll(() => {
    for (const target of targets.values()) target[Symbol.dispose]();
  });

  it.each(Object.entries(drills))(
    'a cluster without a mistake passes the drill "%s"',
    async (_name, drill) => {
      expect(await faultUnder(withSeed(drill, 1), targets.get(null)!, judges)).toBeNull();
    },
  );

  it('a cluster without a mistake passes the tests that others fail', async () => {
    for (const sign of Object.values(signs).flat())
      if ('test' in sign) expect(await faultInTest(sign.test, targets.get(null)!)).toBeNull();
  });

  it.each(visible)('"%s" is found out', async (name, itsSigns) => {
    for (const sign of itsSigns) {
      const { fault, runs } = await firstFault(sign, targets.get(name)!);
      told.push(`${runtime}, ${name}: ${describeFault(fault)} (run ${runs})`);
      expect(fault).toEqual(expectedFrom(sign));
    }
  });
}

describe('async', { timeout: 60_000 }, () => examine('async'));

describe('coroutines', { timeout: 60_000 }, () => examine('coroutines'));

// Without Go its tests are left out, and say so; where everything must be tested, a missing Go is a failure.
describe.skipIf(!go.found && !goIsNeeded).concurrent('goroutines', { timeout: 120_000 }, () => examine('go'));
