// Signals to the bench as a process.

import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { expect, test } from 'vitest';
import { readResults } from './results/results.ts';
import { newFolder } from './testing/new-folder.ts';

/** Starts the bench with fake targets of which the second hangs, and waits until that one's trial runs. */
async function benchThatHangs(): Promise<{ bench: ChildProcess; out: string; trial: number }> {
  const out = newFolder();
  const args = [join(import.meta.dirname, 'testing/fake-main.ts'), '--quick', '--out', out];
  const env = { ...process.env, PID_FILE: join(out, 'pid') };
  const bench = spawn(process.execPath, args, { env, stdio: ['ignore', 'ignore', 'pipe'] });
  await lineThatStartsWith('1/', bench);
  return { bench, out, trial: await readPid(join(out, 'pid')) };
}

async function lineThatStartsWith(start: string, { stderr }: ChildProcess): Promise<void> {
  for await (const line of createInterface({ input: stderr! })) if (line.startsWith(start)) break;
  stderr!.resume();
}

async function readPid(file: string): Promise<number> {
  for (;;) {
    try {
      const pid = Number(readFileSync(file, 'utf8'));
      if (pid > 0) return pid;
    } catch {
      // not written yet
    }
    await new Promise((resolve) => setImmediate(resolve));
  }
}

function isRunning(pid: number): boolean {
  try {
    return process.kill(pid, 0);
  } catch {
    return false;
  }
}

test.each(['SIGINT', 'SIGTERM'] as const)(
  '%s ends the child processes, keeps the trials that finished and exits with 130',
  async (signal) => {
    const { bench, out, trial } = await benchThatHangs();
    expect(isRunning(trial)).toBe(true);
    bench.kill(signal);
    const [exitCode] = await once(bench, 'exit');
    expect(exitCode).toBe(130);
    expect(isRunning(trial)).toBe(false);
    const results = readResults(join(out, 'results.json'));
    expect(results).toMatchObject({ interrupted: true, trials: [{ number: 1, outcome: { ok: true } }] });
    expect(readFileSync(join(out, 'tables/election.md'), 'utf8')).toContain('The run was interrupted');
  },
);
