// How much code a model of concurrency takes: all of a runtime that is not rules, not network and not test support, which
// is the whole of its package. Blank lines and comments don't count.

import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';

function linesOfCode(source: string): number {
  const withoutComments = source.replaceAll(/^\s*\/\*[\s\S]*?\*\/$|^\s*\/\/.*$/gm, '');
  return withoutComments.split('\n').filter((line) => line.trim() !== '').length;
}

describe.each(['raft-async', 'raft-coroutines'])('the concurrency of %s', (name) => {
  it('is written in less than 500 lines', () => {
    const folder = new URL(`../../${name}/src/`, import.meta.url);
    const sizes = readdirSync(folder).map((file) => linesOfCode(readFileSync(new URL(file, folder), 'utf8')));
    const total = sizes.reduce((sum, size) => sum + size, 0);
    expect(total).toBeGreaterThan(300);
    expect(total).toBeLessThan(500);
  });
});
