// The size of a runtime's concurrency: its package without rules, network and test support. Blank lines, comments and imports don't count.

import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';

function linesOfCode(source: string): number {
  const withoutComments = source.replaceAll(/^\s*\/\*[\s\S]*?\*\/$|^\s*\/\/.*$|^import [^;]*;$/gm, '');
  return withoutComments.split('\n').filter((line) => line.trim() !== '').length;
}

function sizeOf(folder: URL, files: readonly string[]): number {
  return files.reduce((sum, file) => sum + linesOfCode(readFileSync(new URL(file, folder), 'utf8')), 0);
}

describe.each(['raft-async', 'raft-coroutines'])('the concurrency of %s', (name) => {
  it('takes less than 500 lines', () => {
    const folder = new URL(`../../packages/${name}/src/`, import.meta.url);
    const size = sizeOf(folder, readdirSync(folder));
    expect(size).toBeGreaterThan(300);
    expect(size).toBeLessThan(500);
  });
});

describe('the concurrency of a server of raft-workers', () => {
  // Without its network (faults, delays) and the thread's entry point.
  it('takes less than 500 lines', () => {
    const folder = new URL('../../packages/raft-workers/src/', import.meta.url);
    const size = sizeOf(folder, ['server.ts', 'clients.ts', 'waiters.ts', 'timers.ts']);
    expect(size).toBeGreaterThan(300);
    expect(size).toBeLessThan(500);
  });
});
