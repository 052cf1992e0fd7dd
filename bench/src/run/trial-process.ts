// One trial seen from the harness: its process, and the checks that its result must pass before it counts.

import { firstIssue, type Outcome } from '../results/results.ts';
import type { Result } from '../suites/common/protocol.ts';
import { type Command, type Ending, runChild } from './child-process.ts';
import { plannedMs } from './estimate.ts';
import type { PlannedTrial } from './plan.ts';

/** Deadline of a trial: a multiple of its expected duration, plus a constant (ms). */
const patience = { factor: 5, ms: 15_000 };

/** Runs a trial in a process of its own. Resolves with null if the signal ended it. */
export async function runTrial(
  command: Command,
  planned: PlannedTrial,
  signal: AbortSignal,
  given?: number,
): Promise<Outcome | null> {
  const { suite, spec } = planned;
  const deadline = suite.deadline?.(spec) ?? null;
  const deadlineMs = given ?? deadline?.ms ?? plannedMs(planned) * patience.factor + patience.ms;
  const ending = await runChild(command, { input: JSON.stringify(spec), deadlineMs, signal });
  if (signal.aborted) return null;
  if (ending.by === 'deadline' && deadline !== null) return succeeded(deadline.result);
  const failure = failureOf(ending, deadlineMs);
  if (failure !== null) return { ok: false, reason: failure };
  const parsed = parseLastLine(ending.stdout);
  const { success, data, error } = suite.resultSchema.safeParse(parsed);
  if (!success) return { ok: false, reason: `invalid result: ${firstIssue(error)}` };
  const flaw = suite.flawIn(data, spec);
  if (flaw !== null) return { ok: false, reason: `invalid proof: ${flaw}` };
  return succeeded(data);
}

function succeeded(result: Result): Outcome {
  return { ok: true, result: result as (Outcome & { ok: true })['result'] };
}

/** Why a process has no result, or null. */
function failureOf({ by, exitCode, killedBy, stderr }: Ending, deadlineMs: number): string | null {
  const said = stderr.trim().split('\n').at(-1)?.slice(0, 300);
  if (by === 'failure to start') return 'could not start its program';
  if (by === 'deadline') return `no result after ${Math.round(deadlineMs / 1000)} s`;
  if (killedBy !== null) return `killed by ${killedBy}${said ? `: ${said}` : ''}`;
  if (exitCode !== 0) return said || `exit code ${exitCode} without a message`;
  return null;
}

function parseLastLine(output: string): unknown {
  try {
    return JSON.parse(output.trimEnd().split('\n').at(-1)!);
  } catch {
    return undefined;
  }
}
