// Pins a program to one CPU, with all its threads: one thread then stands beside one thread, and a garbage collector beside neither.

import { execFile } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { promisify } from 'node:util';
import { UsageError } from '@three-ways/command-line';
import type { Command } from './child-process.ts';

const execute = promisify(execFile);

/** The command on the last CPU that this process may use: the first serves most interrupts. @throws UsageError without taskset */
export async function onOneCpu(
  { file, args, env }: Command,
  processEnv?: NodeJS.ProcessEnv,
): Promise<Command> {
  const cpus = allowedCpus();
  if (cpus === null || !(await hasTaskset(processEnv)))
    throw new UsageError('--cpus 1 needs Linux with taskset (of util-linux) on the PATH');
  return {
    file: 'taskset',
    args: ['--cpu-list', String(lastOf(cpus)), file, ...args],
    env: { ...env, GOMAXPROCS: '1' },
  };
}

/** CPUs that this process may use, such as `0-3,8`; null where that can't be read. */
export function allowedCpus(): string | null {
  try {
    return /^Cpus_allowed_list:\s*(\S+)/m.exec(readFileSync('/proc/self/status', 'utf8'))?.[1] ?? null;
  } catch {
    return null;
  }
}

function lastOf(cpus: string): number {
  return Number(/\d+$/.exec(cpus)![0]);
}

async function hasTaskset(env = process.env): Promise<boolean> {
  return await execute('taskset', ['--version'], { env }).then(
    () => true,
    () => false,
  );
}
