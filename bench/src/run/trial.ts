// A trial's process: reads its specification from standard input, runs one workload on one cluster, and writes the
// result as the last line of standard output. A failure is one line on standard error and exit code 1. Only the target under
// test is loaded, so that no other counts in its memory.

import { text } from 'node:stream/consumers';
import { targets } from '@three-ways/raft-testkit/targets';
import { baseOf } from '../figures/variant.ts';
import type { ClusterSpec } from '../suites/common/protocol.ts';
import { inRealTime, type NewSubject } from '../suites/common/subject.ts';
import { ideal } from '../suites/common/suite.ts';
import { inVirtualTime } from '../suites/election/ideal.ts';
import { workloads } from '../suites/workloads.ts';

async function runTrial(spec: ClusterSpec): Promise<string> {
  const loadWorkload = workloads[spec.suite];
  if (loadWorkload === undefined) throw new Error(`unknown suite ${spec.suite}`);
  const [run, newSubject] = await Promise.all([loadWorkload(), loadSubject(spec.target)]);
  return JSON.stringify(await run(newSubject, spec));
}

async function loadSubject(target: string): Promise<NewSubject> {
  if (target === ideal) return inVirtualTime();
  const load = targets[baseOf(target)];
  if (load === undefined) throw new Error(`unknown target ${target}`);
  return inRealTime(await load());
}

/** Bun's collector under the name that the others' flag gives it. */
const { Bun } = globalThis as { Bun?: { gc(full: boolean): void } };
if (Bun !== undefined) globalThis.gc ??= (() => Bun.gc(true)) as unknown as NodeJS.GCFunction;

try {
  const result = await runTrial(JSON.parse(await text(process.stdin)));
  process.stdout.write(`${result}\n`, () => process.exit()); // a cluster that exceeded its budget may be starting yet
} catch (error) {
  process.stderr.write(`${error instanceof Error ? error.message : error}\n`);
  process.exitCode = 1;
}
