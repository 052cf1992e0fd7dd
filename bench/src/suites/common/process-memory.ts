// What the operating system sees of a process's memory, from Linux's /proc.

import { readdirSync, readFileSync, writeFileSync } from 'node:fs';

export interface ProcessMemory {
  /** Resident set (bytes). */
  readonly rssBytes: number;
  /** Proportional set (bytes): a page that several processes share counts in parts. */
  readonly pssBytes: number;
}

/** Memory of a process and its descendants; null where /proc does not tell. */
export function memoryOf(pid: number): ProcessMemory | null {
  try {
    const rollup = readFileSync(`/proc/${pid}/smaps_rollup`, 'utf8');
    const own = { rssBytes: bytesOf('Rss', rollup), pssBytes: bytesOf('Pss', rollup) };
    return childrenOf(pid).reduce((sum, child) => add(sum, memoryOf(child)), own);
  } catch {
    return null;
  }
}

function add(a: ProcessMemory, b: ProcessMemory | null): ProcessMemory {
  return { rssBytes: a.rssBytes + (b?.rssBytes ?? 0), pssBytes: a.pssBytes + (b?.pssBytes ?? 0) };
}

/** Linux counts in kB of 1024 bytes. */
function bytesOf(field: string, text: string): number {
  return Number(new RegExp(`^${field}:\\s+(\\d+) kB`, 'm').exec(text)?.[1]) * 1024;
}

/** Any thread of a process may have started a child. */
function childrenOf(pid: number): number[] {
  const threads = readdirSync(`/proc/${pid}/task`);
  const lists = threads.map((thread) => readFileSync(`/proc/${pid}/task/${thread}/children`, 'utf8'));
  return lists.flatMap((list) =>
    list
      .split(' ')
      .filter((child) => child !== '')
      .map(Number),
  );
}

/** Memory of this process and its descendants; where the system knows no proportional set, the resident set is both. */
export function ownMemory(): ProcessMemory {
  const rssBytes = process.memoryUsage.rss();
  return memoryOf(process.pid) ?? { rssBytes, pssBytes: rssBytes };
}

/** Begins a new measurement of the peak; where that is not allowed, the peak remains that of the process's life. */
export function resetPeak(): void {
  try {
    writeFileSync('/proc/self/clear_refs', '5'); // proc(5): resets VmHWM to the present resident set
  } catch {
    // not on Linux
  }
}

/** The largest resident set since `resetPeak` (bytes). */
export function peakRss(): number {
  try {
    return bytesOf('VmHWM', readFileSync('/proc/self/status', 'utf8'));
  } catch {
    return process.resourceUsage().maxRSS * 1024;
  }
}
