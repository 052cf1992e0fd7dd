// Runs a program that prints one JSON object on one line.

import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import type { Readable } from 'node:stream';
import { text } from 'node:stream/consumers';

/** A program, its arguments, and what its environment has besides that of this process. */
export interface Command {
  readonly file: string;
  readonly args: readonly string[];
  readonly env?: Readonly<Record<string, string>>;
}

/** The object that a program prints. @throws Error with the program's last line on standard error */
export function run(command: Command): Promise<unknown> {
  return during(command, async (printed) => printed);
}

/**
 * Starts a program that prints an object and waits until its standard input ends. Meanwhile `use` runs.
 * @throws Error with the program's last line on standard error
 */
export async function during<T>(
  { file, args, env }: Command,
  use: (printed: unknown, pid: number) => Promise<T>,
): Promise<T> {
  const child = spawn(file, args, { env: { ...process.env, ...env }, stdio: ['pipe', 'pipe', 'pipe'] });
  const ended = ending(child, file);
  child.stdin.on('error', () => {}); // it ended without reading: `ended` says why
  const line = await firstLine(child.stdout);
  const used = line === undefined ? undefined : await use(JSON.parse(line), child.pid!).catch(asError);
  child.stdin.end();
  const failure = await ended;
  if (failure !== null) throw new Error(failure);
  if (used instanceof Error) throw used;
  if (used === undefined) throw new Error(`${file} printed nothing`);
  return used;
}

async function firstLine(stream: Readable): Promise<string | undefined> {
  const lines = createInterface({ input: stream });
  const { value } = await lines[Symbol.asyncIterator]().next();
  stream.resume();
  return value;
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
