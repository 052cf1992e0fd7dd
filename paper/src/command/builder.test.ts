// The process that builds for `--watch`.

import { readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { PassThrough } from 'node:stream';
import { expect, test } from 'vitest';
import { workshop } from '../testing.ts';
import { Builder } from './builder.ts';
import { main } from './cli.ts';

test('a process that builds again makes what a new one makes, byte for byte', async () => {
  using shop = workshop();
  const { signal } = new AbortController();
  const [again, once] = ['again', 'once'].map((name) => join(shop.dir, `${name}.pdf`)) as [string, string];
  await using builder = new Builder(['--out', again], signal, 'ignore');
  expect(await builder.build()).toBe(0);
  rmSync(again);
  expect(await builder.build()).toBe(0);
  expect(await main(['--out', once], { stdout: new PassThrough(), stderr: new PassThrough(), signal })).toBe(
    0,
  );
  expect(readFileSync(again).equals(readFileSync(once))).toBe(true);
  const html = (pdf: string) => readFileSync(pdf.replace('.pdf', '.html'), 'utf8');
  expect(html(again)).toBe(html(once));
});

test('a process that was ended in the middle of a build has built nothing', async () => {
  using shop = workshop();
  const interruption = new AbortController();
  await using builder = new Builder(['--out', join(shop.dir, 'paper.pdf')], interruption.signal, 'ignore');
  const built = builder.build();
  interruption.abort();
  expect(await built).toBe(null);
});

test('what is wrong with the command line is the exit code of the build', async () => {
  await using builder = new Builder(['--nope'], new AbortController().signal, 'ignore');
  expect(await builder.build()).toBe(2);
});
