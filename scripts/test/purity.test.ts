// Purity of the rules: synchronous, without clock, I/O, ambient randomness or dependencies.

import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';

const folder = new URL('../../packages/raft-core/src/', import.meta.url);

/** What the contract of a cluster consists of, which is asynchronous. */
const contract = ['cluster.ts', 'life-cycle.ts', 'listening.ts'];

/** The sources without their comments. */
const sources = readdirSync(folder).map((file) => {
  const text = readFileSync(new URL(file, folder), 'utf8');
  return { file, code: text.replaceAll(/\/\*[\s\S]*?\*\/|\/\/.*/g, '') };
});

describe.each(sources)('$file', ({ file, code }) => {
  it('imports nothing but its neighbours', () => {
    const imported = Array.from(code.matchAll(/from '([^']+)'/g), ([, module]) => module!);
    expect(imported.filter((module) => !module.startsWith('./'))).toEqual([]);
  });

  it('waits for nothing, and knows no time and no chance but what it is given', () => {
    const waiting = contract.includes(file) ? /\b(async|await)\b/ : /\b(Promise|async|await)\b/;
    expect(code).not.toMatch(waiting);
    expect(code).not.toMatch(
      /\b(setTimeout|setInterval|setImmediate|Date|performance|process)\b|Math\.random/,
    );
  });
});
