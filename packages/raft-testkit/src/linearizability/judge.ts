// Checks histories with Porcupine, a checker of linearizability independent of Raft, in a Go program
// (go-reference/cmd/linearizable). One process checks many histories.

import { execFile } from 'node:child_process';
import { dirname, join } from 'node:path';
import { promisify } from 'node:util';
import { binFolder, goFolder } from '@three-ways/raft-go';
import { UnreadableHistory } from './history-file.ts';

const execute = promisify(execFile);

/** Path of the program built by `buildGoCommands`. */
const builtProgram = join(binFolder(goFolder), 'linearizable');

/** The program's exit codes. */
const codes = { allLinearizable: 0, notLinearizable: 1, unusable: 2, givenUp: 3 };

export interface Verdict {
  readonly file: string;
  /** Number of operations. */
  readonly operations: number;
  /** Null if the time limit was exceeded. */
  readonly linearizable: boolean | null;
  /** If not linearizable: the first answer that no order of the operations explains. */
  readonly why?: string;
  /** If not linearizable: a page (HTML) of the orders tried. */
  readonly picture?: string;
}

interface JudgeOptions {
  /** Folder for pictures; that of the first history unless set. */
  readonly pictures?: string;
  /** Time limit for one history (ms). */
  readonly limit?: number;
  /** Path of the Go program. */
  readonly program?: string;
  /** Aborts the check: the promise then rejects. */
  readonly signal?: AbortSignal;
}

/** A history that is not linearizable. The message names the answer and the picture. */
export class NotLinearizable extends Error {
  override readonly name = 'NotLinearizable';
  readonly verdict: Verdict;

  constructor(verdict: Verdict) {
    const { file, why, picture } = verdict;
    super(`${file} is not linearizable: ${why}; see ${picture}`);
    this.verdict = verdict;
  }
}

/** A history not decided within the time limit. */
export class Undecided extends Error {
  override readonly name = 'Undecided';
  readonly verdict: Verdict;

  constructor(verdict: Verdict) {
    const { file, operations } = verdict;
    super(
      `undecided whether ${file} is linearizable: its ${operations} operations take longer than the limit`,
    );
    this.verdict = verdict;
  }
}

/**
 * Checks histories (as many as fit on a command line). Returns their verdicts in order.
 * @throws UnreadableHistory; Error if the program is missing
 */
export async function judgeHistories(
  files: readonly string[],
  { pictures, limit = 10_000, program = builtProgram, signal }: JudgeOptions = {},
): Promise<Verdict[]> {
  if (files.length === 0) return [];
  const options = ['-limit', `${limit}ms`, '-picture', pictures ?? dirname(files[0]!), '--'];
  const output = await run(program, [...options, ...files], signal);
  return output
    .trimEnd()
    .split('\n')
    .map((line): Verdict => JSON.parse(line));
}

/** @throws NotLinearizable or Undecided for the first such history; the errors of judgeHistories */
export async function requireLinearizable(
  files: readonly string[],
  options: JudgeOptions = {},
): Promise<void> {
  const verdicts = await judgeHistories(files, options);
  for (const verdict of verdicts) if (verdict.linearizable === false) throw new NotLinearizable(verdict);
  for (const verdict of verdicts) if (verdict.linearizable === null) throw new Undecided(verdict);
}

interface Ended extends Error {
  /** Exit code, or the reason why the program could not be started. */
  readonly code?: number | string;
  readonly stdout: string;
  readonly stderr: string;
}

/** Resolves with the program's output. */
async function run(program: string, args: string[], signal: AbortSignal | undefined): Promise<string> {
  try {
    const { stdout } = await execute(program, args, {
      maxBuffer: Number.POSITIVE_INFINITY,
      ...(signal && { signal }),
    });
    return stdout;
  } catch (error) {
    const { code, stdout, stderr } = error as Ended;
    if (code === codes.notLinearizable || code === codes.givenUp) return stdout;
    if (code === codes.unusable) throw new UnreadableHistory(stderr.trim());
    if (code === 'ENOENT') throw new Error(`${program} is missing: build Go's commands`, { cause: error });
    throw error;
  }
}
