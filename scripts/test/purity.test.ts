// Purity of the rules: synchronous, without clock, I/O, ambient randomness or dependencies.

import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';

/** What each package may import besides its own files. */
const imports: Readonly<Record<string, readonly string[]>> = {
  'raft-core': [],
  'raft-kv': ['@three-ways/raft-core'],
  'raft-cluster': ['@three-ways/raft-core', '@three-ways/raft-kv'],
};

/** What the contract of a cluster consists of, which is asynchronous, as are its abort signals. */
const contract = ['cluster.ts', 'life-cycle.ts', 'listening.ts', 'on-abort.ts', 'remote-listening.ts'];

/** The sources without their comments. */
const sources = Object.keys(imports).flatMap((name) => {
  const folder = new URL(`../../packages/${name}/src/`, import.meta.url);
  return readdirSync(folder).map((file) => {
    const text = readFileSync(new URL(file, folder), 'utf8');
    return { name, file, code: text.replaceAll(/\/\*[\s\S]*?\*\/|\/\/.*/g, '') };
  });
});

describe.each(sources)('$name/$file', ({ name, file, code }) => {
  it('imports only its neighbours and the packages below', () => {
    const imported = Array.from(code.matchAll(/from '([^']+)'/g), ([, module]) => module!);
    const foreign = imported.filter((module) => !module.startsWith('./') && !imports[name]!.includes(module));
    expect(foreign).toEqual([]);
  });

  it('waits for nothing, and knows no time and no chance but what it is given', () => {
    const waiting = contract.includes(file) ? /\b(async|await)\b/ : /\b(Promise|async|await)\b/;
    expect(code).not.toMatch(waiting);
    expect(code).not.toMatch(
      /\b(setTimeout|setInterval|setImmediate|Date|performance|process)\b|Math\.random/,
    );
  });
});
