// One trial: a process that is told what to do and hands in a result, and the checks that the result must pass before it
// counts.

import { type Command, type Ending, runChild } from './child-process.ts';
import type { PlannedTrial } from './plan.ts';
import type { Proof, Result } from './protocol.ts';
import { firstIssue, type Outcome } from './results.ts';

/** A trial may take so many times what it should, and so much longer (ms), before it is ended. */
const patience = { factor: 5, ms: 15_000 };

/** Runs a trial in a process of its own. Resolves with null if the signal ended it: it then never was. */
export async function runTrial(
  command: Command,
  { suite, spec }: PlannedTrial,
  signal: AbortSignal,
  deadlineMs: number = suite.expectedMs(spec) * patience.factor + patience.ms,
): Promise<Outcome | null> {
  const ending = await runChild(command, { input: JSON.stringify(spec), deadlineMs, signal });
  if (signal.aborted) return null;
  const failure = failureOf(ending, deadlineMs);
  if (failure !== null) return { ok: false, reason: failure };
  const parsed = parseLastLine(ending.stdout);
  const { success, data, error } = suite.resultSchema.safeParse(parsed);
  if (!success) return { ok: false, reason: `its result is not what was agreed: ${firstIssue(error)}` };
  const flaw = flawIn(data.proof, spec.servers);
  if (flaw !== null) return { ok: false, reason: `its proof does not hold: ${flaw}` };
  return { ok: true, result: data as Result as (Outcome & { ok: true })['result'] };
}

/** Why a process that ended so has no result, or null. */
function failureOf({ by, exitCode, killedBy, stderr }: Ending, deadlineMs: number): string | null {
  const said = stderr.trim().split('\n').at(-1)?.slice(0, 300);
  if (by === 'failure to start') return 'its program could not be started';
  if (by === 'deadline') return `it had not ended after ${Math.round(deadlineMs / 1000)} s and was ended`;
  if (killedBy !== null) return `it was ended by ${killedBy}${said ? `: ${said}` : ''}`;
  if (exitCode !== 0) return said || `it ended with exit code ${exitCode} and said nothing`;
  return null;
}

function parseLastLine(output: string): unknown {
  try {
    return JSON.parse(output.trimEnd().split('\n').at(-1)!);
  } catch {
    return undefined;
  }
}

/** What is wrong with a proof, or null: every server must have applied what was expected, and all must agree. */
export function flawIn({ expected, applied, digests }: Proof, servers: number): string | null {
  if (applied.length !== servers || digests.length !== servers)
    return `it speaks of ${applied.length} servers and ${digests.length} digests, not of ${servers}`;
  const behind = applied.findIndex((count) => count !== expected);
  if (behind >= 0) return `server ${behind + 1} has applied ${applied[behind]} commands, not ${expected}`;
  const different = digests.findIndex((digest) => digest !== digests[0]);
  if (different >= 0)
    return `the digests of server 1 and ${different + 1} differ: ${digests[0]}, ${digests[different]}`;
  return null;
}
