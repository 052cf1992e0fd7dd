// An outside judge of what clients heard: Porcupine, a checker of linearizability that knows nothing of Raft, in a Go program
// (go-reference/cmd/linearizable). One process judges many histories.

import { execFile } from 'node:child_process';
import { dirname } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { UnreadableHistory } from './history-file.ts';

const execute = promisify(execFile);

/** Where `buildGoCommands` puts the program. */
const builtProgram = fileURLToPath(new URL('../../../../go-reference/bin/linearizable', import.meta.url));

/** What the program's exit code says. */
const codes = { allLinearizable: 0, notLinearizable: 1, unusable: 2, givenUp: 3 };

export interface Verdict {
  readonly file: string;
  /** How many there are. */
  readonly operations: number;
  /** Null if the search was given up. */
  readonly linearizable: boolean | null;
  /** If it is not linearizable: the first answer that no order of the operations explains, in a sentence. */
  readonly why?: string;
  /** If it is not linearizable: a page (HTML) that shows what was tried. */
  readonly picture?: string;
}

export interface JudgeOptions {
  /** The folder that pictures are saved in; that of the first history unless set. */
  readonly pictures?: string;
  /** The search for one history is given up after so long (ms). */
  readonly limit?: number;
  /** The path of the Go program. */
  readonly program?: string;
  /** Ends the judging: the promise then rejects. */
  readonly signal?: AbortSignal;
}

/** A history that no order of its operations explains. The message says which answer, and where the picture is. */
export class NotLinearizable extends Error {
  override readonly name = 'NotLinearizable';
  readonly verdict: Verdict;

  constructor(verdict: Verdict) {
    const { file, why, picture } = verdict;
    super(`${file} is not linearizable: ${why}; see ${picture}`);
    this.verdict = verdict;
  }
}

/** A history that the search was given up for. It may be linearizable or not. */
export class Undecided extends Error {
  override readonly name = 'Undecided';
  readonly verdict: Verdict;

  constructor(verdict: Verdict) {
    const { file, operations } = verdict;
    super(`nobody knows if ${file} is linearizable: its ${operations} operations take longer than the limit`);
    this.verdict = verdict;
  }
}

/**
 * Judges histories (as many as fit on a command line). A verdict for each, in their order.
 * @throws UnreadableHistory if one can't be read; Error if the program is not there
 */
export async function judgeHistories(
  files: readonly string[],
  { pictures, limit = 10_000, program = builtProgram, signal }: JudgeOptions = {},
): Promise<Verdict[]> {
  if (files.length === 0) return [];
  const options = ['-limit', `${limit}ms`, '-picture', pictures ?? dirname(files[0]!), '--'];
  const told = await run(program, [...options, ...files], signal);
  return told
    .trimEnd()
    .split('\n')
    .map((line): Verdict => JSON.parse(line));
}

/** @throws NotLinearizable, else Undecided, for the first history that is so; and what judgeHistories throws */
export async function requireLinearizable(
  files: readonly string[],
  options: JudgeOptions = {},
): Promise<void> {
  const verdicts = await judgeHistories(files, options);
  for (const verdict of verdicts) if (verdict.linearizable === false) throw new NotLinearizable(verdict);
  for (const verdict of verdicts) if (verdict.linearizable === null) throw new Undecided(verdict);
}

interface Ended extends Error {
  /** The exit code, or why the program could not be started. */
  readonly code?: number | string;
  readonly stdout: string;
  readonly stderr: string;
}

/** Resolves with what the program prints. */
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
    if (code === 'ENOENT') throw new Error(`${program} is not there: build Go's commands`, { cause: error });
    throw error;
  }
}
