// One schedule on one implementation: performed, its trace and history checked. A failed run is saved: the trace for `pnpm trace`,
// the history and its picture.

import { copyFileSync, existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { makeFolder, reasonOf } from '@three-ways/command-line';
import { Violation } from '@three-ways/raft-simulator';
import { writeHistory } from '../linearizability/history-file.ts';
import { NotLinearizable, requireLinearizable, Undecided } from '../linearizability/judge.ts';
import { Hangs } from '../observation/until.ts';
import type { Target } from '../targets/targets.ts';
import { realTime } from '../targets/time.ts';
import { type Performance, perform } from './perform.ts';
import type { Schedule } from './schedule.ts';
import { saveTrace } from './trace-file.ts';

export interface Outcome {
  /** The violated invariant and a description; null if there is none. */
  readonly failure: string | null;
  /** Folder of a failed run, or why it could not be saved. */
  readonly savedIn: string | null;
  readonly unsaved: string | null;
  readonly events: number;
  readonly elections: number;
  readonly operations: number;
}

interface OutcomeOptions {
  /** Name of the target, for the folder of a failed run. */
  readonly name: string;
  readonly inVirtualTime: boolean;
  /** Parent folder of failed runs. */
  readonly folder: string;
  /** Whether the history is checked, which needs Go. */
  readonly checksHistory: boolean;
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
    const folder = join(options.folder, `${options.name}-${schedule.seed}`);
    const saved = failure === null ? { savedIn: null, unsaved: null } : save(work, folder);
    return { failure, ...saved, events, elections, operations: operations.length };
  } finally {
    rmSync(work, { recursive: true, force: true });
  }
}

interface Checked {
  readonly failure: string | null;
  /** Null if a violation ended it. */
  readonly performance: Performance | null;
}

async function judge(
  schedule: Schedule,
  target: Target,
  { inVirtualTime, checksHistory }: OutcomeOptions,
  work: string,
): Promise<Checked> {
  const { cluster, time } = inVirtualTime
    ? target.createInVirtualTime!(schedule.settings)
    : { cluster: target.create(schedule.settings), time: realTime };
  let performance: Performance | null = null;
  try {
    using trace = saveTrace(join(work, 'trace.jsonl'));
    performance = await perform(schedule, cluster, time, trace.listener);
    const history = join(work, 'history.jsonl');
    await writeHistory(history, performance.operations);
    if (checksHistory) await requireLinearizable([history]);
    return { failure: null, performance };
  } catch (error) {
    return { failure: failureOf(error), performance };
  }
}

/** Description of a failure, without temporary paths. @throws any other error */
function failureOf(error: unknown): string {
  if (error instanceof Violation) return `${error.invariant}: ${error.message}`;
  if (error instanceof Hangs) return `liveness: ${error.message}`;
  if (error instanceof NotLinearizable) return `linearizability: ${error.verdict.why}`;
  if (error instanceof Undecided)
    return `linearizability: undecided, its ${error.verdict.operations} operations take longer than the limit`;
  throw error;
}

/** Copies a run's files to the folder. */
function save(work: string, folder: string): Pick<Outcome, 'savedIn' | 'unsaved'> {
  try {
    rmSync(folder, { recursive: true, force: true });
    makeFolder(folder);
    for (const file of ['trace.jsonl', 'history.jsonl', 'history.html'])
      if (existsSync(join(work, file))) copyFileSync(join(work, file), join(folder, file));
    return { savedIn: folder, unsaved: null };
  } catch (error) {
    return { savedIn: null, unsaved: `${folder} can't be written (${reasonOf(error)})` };
  }
}
