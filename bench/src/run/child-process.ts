// One child process, run until it exits, misses its deadline or is interrupted. Each child has a process group of its own:
// Ctrl-C reaches the bench alone, which then ends its children and their descendants.

import { type ChildProcess, spawn } from 'node:child_process';
import { text } from 'node:stream/consumers';

/** A program, its arguments, and what its environment has besides that of this process. */
export interface Command {
  readonly file: string;
  readonly args: readonly string[];
  readonly env?: Readonly<Record<string, string>>;
}

/** How a process ended, and its output. */
export interface Ending {
  readonly by: 'itself' | 'deadline' | 'signal' | 'failure to start';
  readonly exitCode: number | null;
  readonly killedBy: NodeJS.Signals | null;
  readonly stdout: string;
  readonly stderr: string;
}

export interface ChildOptions {
  /** The child's whole standard input. */
  readonly input: string;
  /** Time limit (ms). */
  readonly deadlineMs: number;
  /** Ends the child. */
  readonly signal: AbortSignal;
}

/** Time between SIGTERM and SIGKILL (ms). */
const grace = 1000;

const running = new Set<ChildProcess>();

/** Kills the children that still run; for the process's exit. */
export function killChildren(): void {
  for (const child of running) signalGroup(child, 'SIGKILL');
}

/** Resolves when the child has ended and its output is read. Never rejects. */
export async function runChild({ file, args, env }: Command, options: ChildOptions): Promise<Ending> {
  const child = spawn(file, args, {
    env: { ...process.env, ...env },
    stdio: ['pipe', 'pipe', 'pipe'],
    detached: true,
  });
  running.add(child);
  const closed = ending(child);
  const output = Promise.all([text(child.stdout), text(child.stderr)]);
  child.stdin.on('error', () => {}); // it ended without reading: how it ended says why
  child.stdin.end(options.input);
  const { ended, by } = await watch(child, closed, options);
  running.delete(child);
  const [stdout, stderr] = await output;
  return { ...ended, by: ended.by === 'itself' ? by : ended.by, stdout, stderr };
}

type Ended = Pick<Ending, 'by' | 'exitCode' | 'killedBy'>;

function ending(child: ChildProcess): Promise<Ended> {
  const { promise, resolve } = Promise.withResolvers<Ended>();
  child.once('error', () => resolve({ by: 'failure to start', exitCode: null, killedBy: null }));
  child.once('close', (exitCode, killedBy) => resolve({ by: 'itself', exitCode, killedBy }));
  return promise;
}

/** Waits for the end; ends the child when the deadline passes or the signal fires. */
async function watch(child: ChildProcess, closed: Promise<Ended>, { deadlineMs, signal }: ChildOptions) {
  let by: Ending['by'] = 'itself';
  let killer: NodeJS.Timeout | undefined;
  const end = (cause: Ending['by']) => {
    by = cause;
    signalGroup(child, 'SIGTERM');
    killer ??= setTimeout(() => signalGroup(child, 'SIGKILL'), grace);
  };
  const interrupt = () => end('signal');
  const deadline = setTimeout(() => end('deadline'), deadlineMs);
  signal.addEventListener('abort', interrupt);
  if (signal.aborted) interrupt();
  const ended = await closed;
  clearTimeout(deadline);
  clearTimeout(killer);
  signal.removeEventListener('abort', interrupt);
  return { ended, by };
}

function signalGroup({ pid }: ChildProcess, signal: NodeJS.Signals): void {
  if (pid === undefined) return;
  try {
    process.kill(-pid, signal);
  } catch {
    // the group has ended already
  }
}
