// One schedule on one implementation, from beginning to verdict: performed, its trace checked on the way, its history judged
// by Porcupine. What is needed to view into a failure is kept: the trace for `pnpm trace`, the history and its picture.

import { copyFileSync, existsSync, mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { writeHistory } from '../linearizability/history-file.ts';
import { NotLinearizable, requireLinearizable, Undecided } from '../linearizability/judge.ts';
import { Violation } from '../simulator/violation.ts';
import type { Target } from '../targets.ts';
import { saveTrace } from '../trace/trace-file.ts';
import { Hangs } from '../until.ts';
import { type Performance, perform } from './perform.ts';
import type { Schedule } from './schedule.ts';
import { realTime } from './time.ts';

export interface Outcome {
  /** What was found, in a sentence that begins with the invariant's name; null if nothing was. */
  readonly failure: string | null;
  /** The folder in which a failed run is kept. */
  readonly kept: string | null;
  readonly events: number;
  readonly elections: number;
  readonly operations: number;
}

export interface OutcomeOptions {
  /** The target's, for the folder that a failed run is kept in. */
  readonly name: string;
  readonly inVirtualTime: boolean;
  /** Where failed runs are kept. */
  readonly folder: string;
  /** Whether the history is judged: that takes Go. */
  readonly judgesHistory: boolean;
}

export async function performOne(
  schedule: Schedule,
  target: Target,
  options: OutcomeOptions,
): Promise<Outcome> {
  const work = mkdtempSync(join(tmpdir(), 'schedule-'));
  try {
    const { failure, performance } = await judge(schedule, target, options, work);
    const { events = 0, elections = 0, operations = [] } = performance ?? {};
    const kept =
      failure === null ? null : keep(work, join(options.folder, `${options.name}-${schedule.seed}`));
    return { failure, kept, events, elections, operations: operations.length };
  } finally {
    rmSync(work, { recursive: true, force: true });
  }
}

interface Judged {
  readonly failure: string | null;
  /** Null if it was broken off by a violation. */
  readonly performance: Performance | null;
}

async function judge(
  schedule: Schedule,
  target: Target,
  { inVirtualTime, judgesHistory }: OutcomeOptions,
  work: string,
): Promise<Judged> {
  const { cluster, time } = inVirtualTime
    ? target.createInVirtualTime!(schedule.settings)
    : { cluster: target.create(schedule.settings), time: realTime };
  let performance: Performance | null = null;
  try {
    using trace = saveTrace(join(work, 'trace.jsonl'));
    performance = await perform(schedule, cluster, time, trace.listener);
    const history = join(work, 'history.jsonl');
    await writeHistory(history, performance.operations);
    if (judgesHistory) await requireLinearizable([history]);
    return { failure: null, performance };
  } catch (error) {
    return { failure: findingOf(error), performance };
  }
}

/** What was found, without the folder that the run is not kept in. @throws the error, if it is none that a judge finds */
function findingOf(error: unknown): string {
  if (error instanceof Violation) return `${error.invariant}: ${error.message}`;
  if (error instanceof Hangs) return `liveness: ${error.message}`;
  if (error instanceof NotLinearizable) return `linearizability: ${error.verdict.why}`;
  if (error instanceof Undecided)
    return `linearizability: undecided, its ${error.verdict.operations} operations take longer than the limit`;
  throw error;
}

/** Copies what a run has left to where it will be found. Returns the folder. */
function keep(work: string, folder: string): string {
  rmSync(folder, { recursive: true, force: true });
  mkdirSync(folder, { recursive: true });
  for (const file of ['trace.jsonl', 'history.jsonl', 'history.html'])
    if (existsSync(join(work, file))) copyFileSync(join(work, file), join(folder, file));
  return folder;
}
