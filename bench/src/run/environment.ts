// The machine and the versions that a run was measured on.

import { execFile } from 'node:child_process';
import { readFileSync } from 'node:fs';
import os from 'node:os';
import { promisify } from 'node:util';
import type { Calibration, Environment } from '../results/results.ts';
import { decimals } from '../tables/cells.ts';
import { left, nothing, type Table } from '../tables/table.ts';

const execute = promisify(execFile);

export async function readEnvironment(goVersion: string | null): Promise<Environment> {
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

export function environmentTable(environment: Environment, calibration: readonly Calibration[]): Table {
  const { cpu, cores, memoryBytes, kernel, architecture, governor, node, v8, go } = environment;
  const rows = [
    ['CPU', `${cpu}, ${cores} cores, ${architecture}`],
    ['Memory', `${decimals(memoryBytes / 2 ** 30, 1)} GiB`],
    ['System', `${environment.os}, ${kernel}`],
    ['CPU governor', governor ?? 'not readable'],
    ['Node', `${node}, V8 ${v8}`],
    ['Go', go?.replace(/^go/, '') ?? 'not measured'],
    ['Commit', commitOf(environment)],
    ['Load before', environment.loadAverage.map((load) => decimals(load, 2)).join(', ')],
    ['Date', environment.date.slice(0, 10)],
    ...calibration.map(ceilingRow),
  ];
  return {
    caption: 'Environment of this run',
    columns: [left('Property'), left('Value')],
    rows,
    notes:
      calibration.length === 0
        ? []
        : [
            'Bare loop: entries per second that one JavaScript thread moves between three arrays, resolving a promise for each: the ceiling for one thread.',
          ],
  };
}

function commitOf({ commit, dirty }: Environment): string {
  if (commit === null) return nothing;
  return `${commit.slice(0, 12)}${dirty ? ', with uncommitted changes' : ''}`;
}

function ceilingRow({ outstanding, entriesPerSecond }: Calibration): string[] {
  return [`Bare loop, ${outstanding} outstanding`, `${decimals(entriesPerSecond / 1e6, 2)} million a second`];
}
