// roles.json gives each file of the runtimes one role.

import { globSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { workspace } from '../src/subjects/root.ts';
import { filesIn, measureRuntimes, readRoles, runtimeParts, runtimes } from '../src/subjects/runtimes.ts';

const folders = {
  async: 'packages/raft-async/{src,test}/**/*.ts',
  coroutines: 'packages/raft-coroutines/{src,test}/**/*.ts',
  workers: 'packages/raft-workers/{src,test}/**/*.ts',
  goroutines: 'go-reference/goroutines/*.go',
} as const;

describe.each(runtimes)('the roles of %s', (runtime) => {
  const roles = readRoles()[runtime];
  const files = Object.values(roles).flatMap(filesIn);

  it('include each of its files, and each file once', () => {
    expect(globSync(folders[runtime], { cwd: workspace }).filter((file) => !files.includes(file))).toEqual(
      [],
    );
    expect(files.filter((file, i) => files.indexOf(file) !== i)).toEqual([]);
  });

  it('name no file that is gone', () => {
    const patterns = Object.values(roles).flat();
    const used = patterns.filter(
      (pattern) => globSync(pattern.replace('!', ''), { cwd: workspace }).length > 0,
    );
    expect(patterns.filter((pattern) => !used.includes(pattern))).toEqual([]);
  });
});

describe('the runtimes', { timeout: 60_000 }, () => {
  const parts = measureRuntimes();
  const linesOf = (part: string, model: string) =>
    parts.find((each) => each.part === part && each.model === model)?.measures?.lines ?? 0;

  it('are measured in all parts', () => {
    expect(parts.map(({ part, model }) => `${part} ${model}`)).toEqual(
      Object.keys(runtimeParts).flatMap((part) => runtimes.map((model) => `${part} ${model}`)),
    );
  });

  it.each(runtimes)('%s has lines that add up', (model) => {
    expect(linesOf('concurrency', model)).toBeGreaterThan(linesOf('server file', model));
    expect(linesOf('concurrency', model) + linesOf('scaffolding', model)).toBe(
      linesOf('whole runtime', model),
    );
  });

  it('have their own rules in Go, the same ones in TypeScript', () => {
    expect(linesOf('rules', 'async')).toBe(linesOf('rules', 'workers'));
    expect(linesOf('rules', 'goroutines')).toBeGreaterThan(1000);
  });
});
