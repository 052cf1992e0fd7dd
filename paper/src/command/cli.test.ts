// The command line of the paper.

import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { PassThrough } from 'node:stream';
import { text } from 'node:stream/consumers';
import { expect, test } from 'vitest';
import { referenceFile, workshop } from '../testing.ts';
import { main } from './cli.ts';

/** Runs the command line. Resolves with its exit code and the lines that it wrote. */
async function run(...args: string[]) {
  const [stdout, stderr] = [new PassThrough(), new PassThrough()];
  const code = await main(args, { stdout, stderr, signal: new AbortController().signal });
  const [out, err] = await Promise.all([stdout, stderr].map(linesOf));
  return { code, out: out!, err: err! };
}

async function linesOf(stream: PassThrough): Promise<string[]> {
  return (await text(stream.end())).split('\n').slice(0, -1);
}

test('--help lists the flags and ends well', async () => {
  const { code, out, err } = await run('--help');
  expect(code).toBe(0);
  expect(out.join('\n')).toMatch(/--results <run>[\s\S]*--out <file>/);
  expect(err).toEqual([]);
});

test('a wrong flag or a stray argument is one line and exit code 2', async () => {
  for (const args of [['--nope'], ['--reslts', 'x'], ['stray'], ['--out']]) {
    const { code, out, err } = await run(...args);
    expect({ args, code, lines: err.length, out }).toEqual({ args, code: 2, lines: 1, out: [] });
    expect(err[0]).toContain(args[0]);
  }
});

test('results that are missing, or a folder without any, are one line and exit code 2', async () => {
  using shop = workshop();
  for (const place of [join(shop.dir, 'missing'), shop.dir]) {
    const { code, err } = await run('--results', place);
    expect({ code, lines: err.length }).toEqual({ code: 2, lines: 1 });
    expect(err[0]).toContain(place);
  }
  const broken = shop.write('results.json', '{}');
  const { code, err } = await run('--results', broken);
  expect({ code, lines: err.length }).toEqual({ code: 2, lines: 1 });
  expect(err[0]).toContain('is not a valid results file');
});

test('an output that can’t be written is one line and exit code 2', async () => {
  using shop = workshop();
  const file = shop.write('file', '');
  for (const out of [shop.dir, join(file, 'x.pdf'), join(file, 'folder', 'x.pdf')]) {
    const { code, err } = await run('--out', out);
    expect({ code, lines: err.length }).toEqual({ code: 2, lines: 1 });
    expect(err[0]).toContain(`can't write ${out}`);
  }
});

test('the paper is built from the run that was asked for, and says so', async () => {
  using shop = workshop();
  const results = shop.write('run/results.json', readFileSync(referenceFile, 'utf8'));
  const pdf = join(shop.dir, 'new', 'folder', 'paper.pdf');
  const { code, out, err } = await run('--results', join(shop.dir, 'run'), '--out', pdf);
  expect({ code, err }).toEqual({ code: 0, err: [] });
  expect(out[0]).toBe(`results from ${results}`);
  expect(out.at(-1)).toMatch(/^paper: .*paper\.pdf, .*paper\.html; \d+ pages, \d+ characters of text$/);
  expect(readFileSync(pdf.replace('.pdf', '.html'), 'utf8')).toContain('<main>');
  expect(readFileSync(pdf).subarray(0, 5).toString()).toBe('%PDF-');
});

test('one figure changed in the results so that a claim is false fails the build with that sentence', async () => {
  using shop = workshop();
  const whole = JSON.parse(readFileSync(referenceFile, 'utf8'));
  const changed = whole.figures.find(
    (figure: { metric: string; target: string }) =>
      figure.metric === 'ns/switch' && figure.target === 'coroutines',
  );
  const slower = (value: number) => value * 100;
  for (const round of changed.rounds) round.samples = round.samples.map(slower);
  for (const estimate of [changed.estimate, changed.ratio])
    for (const [key, value] of Object.entries(estimate ?? {})) estimate[key] = slower(value as number);
  shop.write('results.json', JSON.stringify(whole));
  const pdf = join(shop.dir, 'paper.pdf');
  const { code, err } = await run('--results', shop.dir, '--out', pdf);
  expect({ code, lines: err.length }).toEqual({ code: 1, lines: 1 });
  expect(err[0]).toMatch(
    /^error: .*paper\.md:\d+: the data contradicts "To give way and be resumed takes less than a microsecond .*": "coroutines primitives\.ns\/switch" is /,
  );
  expect(existsSync(pdf)).toBe(false);
});

test('a run that lacks what the paper speaks of fails with exit code 1, and leaves no PDF', async () => {
  using shop = workshop();
  const whole = JSON.parse(readFileSync(referenceFile, 'utf8'));
  shop.write('results.json', JSON.stringify({ ...whole, figures: [] }));
  const pdf = join(shop.dir, 'paper.pdf');
  const { code, err } = await run('--results', shop.dir, '--out', pdf);
  expect(code).toBe(1);
  expect(err).toEqual([
    expect.stringMatching(/^error: the run lacks suites .*`pnpm bench --suite .*primitives/),
  ]);
  expect(existsSync(pdf)).toBe(false);
});
