// The interleavings of small programs on the real code that have two preemptions at most: enough for every mutation.
// `pnpm interleavings` explores all. They run in a Node of their own, where the code runs twice as fast as under vitest.

import { execFile } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { beforeAll, describe, expect, it } from 'vitest';
import { explorations } from './interleaving/programs.ts';

/** What the program said of each exploration, by its name; of a failure with the steps that led to it. */
const reports = new Map<string, string>();

beforeAll(async () => {
  for (const report of (await run()).split(/^(?=ok|FAIL)/m)) {
    const name = /states {2}(.*)/.exec(report)?.[1];
    if (name !== undefined) reports.set(name, report);
  }
}, 120_000);

function run(): Promise<string> {
  const main = fileURLToPath(new URL('interleaving/main.ts', import.meta.url));
  return new Promise((resolve) => {
    execFile(process.execPath, [main, '--preemptions', '2'], (_error, stdout, stderr) =>
      resolve(stdout + stderr),
    );
  });
}

describe('in every interleaving with two preemptions', () => {
  it.each(explorations.filter(({ isMutated }) => !isMutated))('$name', ({ name }) => {
    expect(reports.get(name)).toMatch(/^ok +\d{3,} states/);
  });
});

describe('a mutation is detected', () => {
  it.each(explorations.filter(({ isMutated }) => isMutated))('$name', ({ name }) => {
    expect(reports.get(name)).toMatch(/^ok/);
  });
});
