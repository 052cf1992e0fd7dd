// The two parts of the suite: an idle cluster, and one under load. Go's twin is go-reference/workloads/memory.go.

import { type NewSubject, settingsOf } from '../common/subject.ts';
import { runIdle } from './idle.ts';
import { runLoad } from './load.ts';
import type { MemoryResult, MemorySpec } from './protocol.ts';
import type { Collect } from './reading.ts';

export async function runMemory(
  newSubject: NewSubject,
  spec: MemorySpec,
  collect: Collect = globalThis.gc,
): Promise<MemoryResult> {
  if (spec.part === 'idle') return await runIdle(newSubject(settingsOf(spec)).cluster, spec, collect);
  const { snapshotThreshold } = spec;
  await using cluster = newSubject({ ...settingsOf(spec), snapshotThreshold }).cluster;
  return await runLoad(cluster, spec, collect);
}
