// One bench at a time on a machine: two would measure each other. The lock is a file with the holder's process id; one whose
// process has ended is taken over.

import { readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { UsageError } from '@three-ways/command-line';

/** The lock of this machine: the same file for every user, whatever TMPDIR is. */
export const machineLock = join(
  process.platform === 'win32' ? tmpdir() : '/tmp',
  'raft-three-ways-bench.lock',
);

interface Holder {
  readonly pid: number;
  /** Of the process, in clock ticks since the boot: tells it from a later one with the same id. Null if unknown. */
  readonly startTime: string | null;
  readonly since: string;
}

/** Takes the lock until disposed of. @throws UsageError naming the bench that holds it */
export function takeLock(file: string): Disposable {
  for (let attempts = 0; attempts < 3; attempts++) {
    if (create(file)) return { [Symbol.dispose]: () => rmSync(file, { force: true }) };
    const holder = readHolder(file);
    if (holder !== null && isRunning(holder)) {
      const since = new Date(holder.since).toTimeString().slice(0, 5);
      throw new UsageError(
        `another bench has been measuring on this machine since ${since} (process ${holder.pid}): wait for it, or end it`,
      );
    }
    removeStale(file, holder);
  }
  throw new UsageError(`can't take the lock ${file}: remove it if no bench is running`);
}

function create(file: string): boolean {
  const own: Holder = {
    pid: process.pid,
    startTime: startTimeOf(process.pid),
    since: new Date().toISOString(),
  };
  try {
    writeFileSync(file, JSON.stringify(own), { flag: 'wx' });
    return true;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'EEXIST') return false;
    throw new UsageError(`can't take the lock ${file}: ${(error as Error).message}`);
  }
}

function readHolder(file: string): Holder | null {
  try {
    return JSON.parse(readFileSync(file, 'utf8'));
  } catch {
    return null; // removed meanwhile, or cut off by a full disk
  }
}

function isRunning({ pid, startTime }: Holder): boolean {
  try {
    process.kill(pid, 0);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ESRCH') return false; // EPERM: another user's
  }
  return startTime === null || startTimeOf(pid) === startTime;
}

/** Renaming is atomic: of several that find a stale lock, one moves it. A lock just taken by another is put back. */
function removeStale(file: string, stale: Holder | null): void {
  const aside = `${file}.${process.pid}`;
  try {
    renameSync(file, aside);
    const moved = readHolder(aside);
    if (moved !== null && moved.pid !== stale?.pid) renameSync(aside, file);
    rmSync(aside, { force: true });
  } catch {
    // another bench was faster
  }
}

/** Start time of a process, from /proc; null elsewhere. */
function startTimeOf(pid: number): string | null {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
    return stat.slice(stat.lastIndexOf(')') + 2).split(' ')[19] ?? null;
  } catch {
    return null;
  }
}
