// Makes a trace: performs a fault schedule on one of the runtimes, in virtual time where it can, so that the same seed
// writes the same file. The runtime is loaded only here, by its name: who only reads traces needs none.

import { perform } from '../schedules/perform.ts';
import { generateSchedule } from '../schedules/schedule.ts';
import { realTime } from '../schedules/time.ts';
import { targets } from '../targets.ts';
import { saveTrace } from './trace-file.ts';

export interface Recording {
  readonly seed: number;
  /** How long faults last (ms); the cluster then gets time to agree. */
  readonly duration: number;
  /** One of the targets' names. */
  readonly target: string;
}

/**
 * Writes the trace of a fault schedule to a file.
 * @returns how many events there were
 * @throws TargetMissing; Violation when an invariant does not hold: the trace up to there is in the file
 */
export async function record({ seed, duration, target }: Recording, file: string): Promise<number> {
  const schedule = generateSchedule(seed, duration);
  const { create, createInVirtualTime } = await targets[target]!();
  using trace = saveTrace(file);
  const { cluster, time } = createInVirtualTime?.(schedule.settings) ?? {
    cluster: create(schedule.settings),
    time: realTime,
  };
  await perform(schedule, cluster, time, trace.hear);
  return trace.events;
}
