// Looks for a fault in a cluster as a stranger would, from outside: by drills, judged by the trace and by what the clients
// heard, and by tests of the conformance suite.

import { join } from 'node:path';
import { conformance, runConformanceTest } from '../conformance.ts';
import { writeHistory } from '../linearizability/history-file.ts';
import { NotLinearizable, requireLinearizable } from '../linearizability/judge.ts';
import { type Performance, perform } from '../schedules/perform.ts';
import type { Schedule } from '../schedules/schedule.ts';
import { realTime, type Time } from '../schedules/time.ts';
import { type Invariant, Violation } from '../simulator/violation.ts';
import type { Target } from '../targets.ts';
import { TemporaryFolder } from './temporary-folder.ts';

export interface Fault {
  /** What does not hold: an invariant of the trace, that what clients heard is linearizable, or a test. */
  readonly broken: Invariant | 'linearizability' | 'test';
  readonly sentence: string;
}

export interface Judges {
  /** Whether histories are judged: that takes Go's command `linearizable`. */
  readonly history: boolean;
}

/** Performs a schedule, in virtual time where the target can. Returns the fault that it brings to light, or null. */
export async function faultUnder(
  schedule: Schedule,
  target: Target,
  { history }: Judges,
): Promise<Fault | null> {
  try {
    const performance = await performOn(target, schedule);
    if (history) await judgeHistory(performance);
    return null;
  } catch (error) {
    if (error instanceof Violation) return { broken: error.invariant, sentence: error.message };
    if (error instanceof NotLinearizable)
      return { broken: 'linearizability', sentence: error.verdict.why ?? error.message };
    throw error;
  }
}

async function performOn(target: Target, schedule: Schedule): Promise<Performance> {
  if (target.createInVirtualTime !== undefined) {
    const { cluster, time } = target.createInVirtualTime(schedule.settings);
    return perform(schedule, cluster, time);
  }
  using time = new EndingTime();
  return await perform(schedule, target.create(schedule.settings), time);
}

async function judgeHistory({ operations }: Performance): Promise<void> {
  using folder = new TemporaryFolder('history');
  const file = join(folder.path, 'history.jsonl');
  await writeHistory(file, operations);
  await requireLinearizable([file]);
}

/** Runs a test of the conformance suite. Returns what it complains of, or null. */
export async function faultInTest(name: string, target: Target): Promise<Fault | null> {
  const test = conformance.find((test) => test.name === name);
  if (test === undefined) throw new Error(`the suite has no test "${name}"`);
  try {
    await runConformanceTest(test, target.create);
    return null;
  } catch (error) {
    return { broken: 'test', sentence: (error as Error).message };
  }
}

/** Real time that ends: from then on nothing fires. A schedule that a violation breaks off leaves clients behind that would go on. */
class EndingTime implements Time, Disposable {
  private readonly timers = new Set<Disposable>();
  private ended = false;

  now(): number {
    return realTime.now();
  }

  after(ms: number, callback: () => void): Disposable {
    if (this.ended) return { [Symbol.dispose]: () => {} };
    const timer = realTime.after(ms, () => {
      this.timers.delete(timer);
      callback();
    });
    this.timers.add(timer);
    return {
      [Symbol.dispose]: () => {
        this.timers.delete(timer);
        timer[Symbol.dispose]();
      },
    };
  }

  see<T>(work: Promise<T>, ms: number): Promise<T> {
    return realTime.see(work, ms);
  }

  [Symbol.dispose](): void {
    this.ended = true;
    for (const timer of this.timers) timer[Symbol.dispose]();
  }
}
