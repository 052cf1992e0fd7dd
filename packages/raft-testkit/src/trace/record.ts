// Makes a trace: performs a fault schedule on the async runtime, in virtual time, so the same seed writes the same file.
// Only this file knows a runtime, and nobody loads it who only reads traces: the runtimes are there for tests and tools,
// and the testkit does not depend on them.

import { AsyncCluster } from '@three-ways/raft-async';
import { VirtualClock } from '@three-ways/raft-in-process';
import { perform } from '../schedules/perform.ts';
import { generateSchedule } from '../schedules/schedule.ts';
import { virtualTime } from '../schedules/time.ts';
import { saveTrace } from './save.ts';

/**
 * Writes the trace of a fault schedule to a file.
 * @param duration of the schedule (ms of virtual time); the cluster then gets time to agree
 * @returns how many events there were
 * @throws Violation when an invariant does not hold: the trace up to there is in the file
 */
export async function recordSchedule(seed: number, duration: number, file: string): Promise<number> {
  const schedule = generateSchedule(seed, duration);
  const clock = new VirtualClock();
  using trace = saveTrace(file);
  await perform(schedule, new AsyncCluster(schedule.settings, clock), virtualTime(clock), trace.hear);
  return trace.events;
}
