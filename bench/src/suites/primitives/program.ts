// Runs a program that prints JSON objects, one a line.

import { type ChildProcess, type ChildProcessWithoutNullStreams, spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { text } from 'node:stream/consumers';

/** A program, its arguments, and what its environment has besides that of this process. */
export interface Command {
  readonly file: string;
  readonly args: readonly string[];
  readonly env?: Readonly<Record<string, string>>;
}

/** The object that a program prints. @throws Error with the program's last line on standard error */
export async function run(command: Command): Promise<unknown> {
  const [printed] = await converse(command, (printed) => printed);
  return printed;
}

/**
 * Starts a program that prints objects, one a line, and after each waits for a line or the end of its standard input. Meanwhile
 * `use` runs. Resolves with what it returned, at least once.
 * @throws Error with the program's last line on standard error
 */
export async function converse<T>(
  { file, args, env }: Command,
  use: (printed: unknown, pid: number) => T,
): Promise<T[]> {
  const child = spawn(file, args, { env: { ...process.env, ...env }, stdio: ['pipe', 'pipe', 'pipe'] });
  const ended = ending(child, file);
  child.stdin.on('error', () => {}); // it ended without reading: `ended` says why
  const used = await answers(child, use).catch(asError);
  child.stdin.end();
  child.stdout.resume();
  const failure = await ended;
  if (failure !== null) throw new Error(failure);
  if (used instanceof Error) throw used;
  if (used.length === 0) throw new Error(`${file} printed nothing`);
  return used;
}

async function answers<T>(
  { stdin, stdout, pid }: ChildProcessWithoutNullStreams,
  use: (printed: unknown, pid: number) => T,
): Promise<T[]> {
  const used: T[] = [];
  for await (const line of createInterface({ input: stdout })) {
    used.push(use(JSON.parse(line), pid!));
    stdin.write('\n');
  }
  return used;
}

/** Why a program failed, once it has ended; null if it did not. */
async function ending(child: ChildProcess, file: string): Promise<string | null> {
  const said = text(child.stderr!);
  try {
    const [code, signal] = await once(child, 'close');
    if (code === 0) return null;
    return (await said).trimEnd().split('\n').at(-1) || `${file} ended with ${signal ?? `exit code ${code}`}`;
  } catch (error) {
    return asError(error).message;
  }
}

function asError(error: unknown): Error {
  return error instanceof Error ? error : new Error(String(error));
}
