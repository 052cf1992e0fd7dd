// The processes that a test has started.

import { spawnSync } from 'node:child_process';

/** Process ids below this one. */
export function descendants(): number[] {
  const { stdout, pid: ps } = spawnSync('ps', ['-axo', 'pid=,ppid='], { encoding: 'utf8' });
  const parents = new Map(stdout.trim().split('\n').map(pair));
  const isBelow = (pid: number): boolean => {
    const parent = parents.get(pid);
    return parent !== undefined && (parent === process.pid || isBelow(parent));
  };
  return [...parents.keys()].filter((pid) => pid !== ps && isBelow(pid));
}

function pair(line: string): [number, number] {
  const [pid, parent] = line.trim().split(/\s+/).map(Number);
  return [pid!, parent!];
}
