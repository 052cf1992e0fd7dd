// The machine and the versions that a run was measured on.

import { execFile } from 'node:child_process';
import { readFileSync } from 'node:fs';
import os from 'node:os';
import { promisify } from 'node:util';
import { engines } from '@three-ways/raft-testkit/engines';
import type { Environment } from '../results/results.ts';
import { suites } from '../suites/suites.ts';
import { compileAtOnce } from './compiled.ts';
import { allowedCpus } from './one-cpu.ts';

const execute = promisify(execFile);

/** Suites whose trials start compiled. */
const compiledSuites = suites.filter(({ startsCompiled }) => startsCompiled).map(({ name }) => name);

export async function readEnvironment(
  goVersion: string | null,
  env: NodeJS.ProcessEnv,
): Promise<Environment> {
  const commit = await git('rev-parse', 'HEAD');
  const changes = await git('status', '--porcelain');
  return {
    date: new Date().toISOString(),
    cpu: os.cpus()[0]?.model.trim() ?? 'unknown',
    cores: os.availableParallelism(),
    memoryBytes: os.totalmem(),
    os: distribution(),
    kernel: `${os.type()} ${os.release()}`,
    architecture: os.arch(),
    governor: fileContent('/sys/devices/system/cpu/cpu0/cpufreq/scaling_governor')?.trim() ?? null,
    node: process.versions.node,
    v8: process.versions.v8,
    go: goVersion,
    commit,
    dirty: changes === null ? null : changes !== '',
    loadAverage: os.loadavg(),
    cpusAllowed: allowedCpus(),
    gomaxprocs: env.GOMAXPROCS ?? null,
    gogc: env.GOGC ?? null,
    nodeOptions: env.NODE_OPTIONS ?? null,
    nodeFlags: [...engines[0]!.flags, `${compileAtOnce} (${compiledSuites.join(' and ')})`],
  };
}

async function git(...args: string[]): Promise<string | null> {
  try {
    const { stdout } = await execute('git', args, { cwd: import.meta.dirname });
    return stdout.trim();
  } catch {
    return null; // an unpacked archive has no repository
  }
}

function distribution(): string {
  const name = /^PRETTY_NAME="?(.*?)"?$/m.exec(fileContent('/etc/os-release') ?? '')?.[1];
  return name ?? os.version();
}

function fileContent(file: string): string | null {
  try {
    return readFileSync(file, 'utf8');
  } catch {
    return null;
  }
}
