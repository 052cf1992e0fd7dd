// Records a trace: performs a fault schedule on a runtime, in virtual time where possible, so that a seed always gives the same
// file. Only this file loads runtimes: readers of traces need none.

import { Violation } from '@three-ways/raft-simulator';
import { targets } from '../targets/targets.ts';
import { realTime } from '../targets/time.ts';
import { perform } from './perform.ts';
import { generateSchedule } from './schedule.ts';
import { saveTrace } from './trace-file.ts';

export interface Recording {
  readonly seed: number;
  /** Duration of the faults (ms); then the cluster has time to agree. */
  readonly duration: number;
  /** Name of a target. */
  readonly target: string;
}

/**
 * Performs a fault schedule and writes its trace to a file.
 * @returns the number of events
 * @throws TargetMissing; Violation, with the trace up to it in the file
 */
export async function record({ seed, duration, target }: Recording, file: string): Promise<number> {
  const schedule = generateSchedule(seed, duration);
  const { create, createInVirtualTime } = await targets[target]!();
  using trace = saveTrace(file);
  const { cluster, time } = createInVirtualTime?.(schedule.settings) ?? {
    cluster: create(schedule.settings),
    time: realTime,
  };
  await perform(schedule, cluster, time, trace.listener);
  return trace.events;
}

/** The recorder of `pnpm trace --record`. */
export const recorder = {
  targets: Object.keys(targets),

  async record(recording: Recording, file: string): Promise<{ events: number; violation: string | null }> {
    try {
      return { events: await record(recording, file), violation: null };
    } catch (error) {
      if (!(error instanceof Violation)) throw error;
      return { events: 0, violation: `${error.invariant}: ${error.message}` };
    }
  },
};
