// The sizes that the README states.

import { readFileSync } from 'node:fs';
import { brotliCompressSync, gzipSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { bundleOf } from './bundle.ts';

const readme = readFileSync(new URL('../README.md', import.meta.url), 'utf8');

describe('the size of the package', () => {
  it.each([
    ['index', ''],
    ['values', '/values'],
    ['greenlet', '/greenlet'],
  ])('with %s is as stated', async (entry, path) => {
    const { code } = await bundleOf(entry);
    const row = new RegExp(
      `^\\| \`@three-ways/thread-channel${path}\` \\| ([\\d.]+) \\| ([\\d.]+) \\| ([\\d.]+) \\|$`,
      'm',
    );
    const [, ...stated] = row.exec(readme) ?? [];
    const sizes = [code.length, gzipSync(code, { level: 9 }).length, brotliCompressSync(code).length];
    for (const [i, size] of sizes.entries())
      expect(Number(stated[i]) * 1000, `${entry}: ${sizes}`).toBeGreaterThan(size * 0.97);
    for (const [i, size] of sizes.entries())
      expect(Number(stated[i]) * 1000, `${entry}: ${sizes}`).toBeLessThan(size * 1.1);
  });
});
