// The library's size in a bundle, as the README states it.

import { readFileSync } from 'node:fs';
import { gzipSync } from 'node:zlib';
import { build } from 'esbuild';
import { describe, expect, it } from 'vitest';

const folder = new URL('../', import.meta.url).pathname;
const readme = readFileSync(`${folder}README.md`, 'utf8');

/** Bytes of a program, minified, and compressed. */
async function sizeOf(program: string): Promise<{ minified: number; compressed: number }> {
  const { outputFiles } = await build({
    stdin: { contents: program, resolveDir: `${folder}src`, loader: 'ts' },
    bundle: true,
    minify: true,
    format: 'esm',
    target: 'es2024',
    write: false,
  });
  const { contents } = outputFiles[0]!;
  return { minified: contents.length, compressed: gzipSync(contents).length };
}

/** The README's row: name, minified and compressed kB. */
function stated(what: string): [number, number] {
  const row = readme.split('\n').find((line) => line.startsWith(`| ${what} |`));
  return row!.match(/\d+\.\d/g)!.map(Number) as [number, number];
}

describe('the size that the README states is right', () => {
  it.each([
    ['everything', `export * from './index.ts';`],
    ['`run`, `spawn`, `sleep`, `Queue`', `export { run, spawn, sleep, Queue } from './index.ts';`],
  ])('of %s', async (what, program) => {
    const { minified, compressed } = await sizeOf(program);
    const [statedMinified, statedCompressed] = stated(what);
    expect(Math.abs(minified / 1000 - statedMinified)).toBeLessThan(0.5);
    expect(Math.abs(compressed / 1000 - statedCompressed)).toBeLessThan(0.3);
  });
});
