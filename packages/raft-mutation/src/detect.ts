// Detects mistakes in a cluster from outside: by scenarios, whose traces and histories are checked, and by conformance tests.

import { join } from 'node:path';
import { type Invariant, Violation } from '@three-ways/raft-simulator';
import {
  conformance,
  NotLinearizable,
  type Performance,
  perform,
  realTime,
  requireLinearizable,
  runConformanceTest,
  type Schedule,
  type Time,
  writeHistory,
} from '@three-ways/raft-testkit';
import type { Target } from '@three-ways/raft-testkit/targets';
import { TemporaryFolder } from './temporary-folder.ts';

export interface Finding {
  /** A violated invariant, a history that is not linearizable, or a failing test. */
  readonly violated: Invariant | 'linearizability' | 'test';
  readonly message: string;
}

interface DetectOptions {
  /** Whether histories are checked, which needs Go's command `linearizable`. */
  readonly history: boolean;
}

/** Performs a schedule, in virtual time where possible. Returns what it finds, or null. */
export async function findIn(
  schedule: Schedule,
  target: Target,
  { history }: DetectOptions,
): Promise<Finding | null> {
  try {
    const performance = await performOn(target, schedule);
    if (history) await checkHistory(performance);
    return null;
  } catch (error) {
    if (error instanceof Violation) return { violated: error.invariant, message: error.message };
    if (error instanceof NotLinearizable)
      return { violated: 'linearizability', message: error.verdict.why ?? error.message };
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

async function checkHistory({ operations }: Performance): Promise<void> {
  using folder = new TemporaryFolder('history');
  const file = join(folder.path, 'history.jsonl');
  await writeHistory(file, operations);
  await requireLinearizable([file]);
}

/** Runs a conformance test. Returns its failure, or null. */
export async function findInTest(name: string, target: Target): Promise<Finding | null> {
  const test = conformance.find((test) => test.name === name);
  if (test === undefined) throw new Error(`the suite has no test "${name}"`);
  try {
    await runConformanceTest(test, target.create);
    return null;
  } catch (error) {
    return { violated: 'test', message: (error as Error).message };
  }
}

/** Real time whose timers are cancelled at the end: clients of an aborted schedule would go on otherwise. */
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

  run<T>(work: Promise<T>, ms: number): Promise<T> {
    return realTime.run(work, ms);
  }

  [Symbol.dispose](): void {
    this.ended = true;
    for (const timer of this.timers) timer[Symbol.dispose]();
  }
}
