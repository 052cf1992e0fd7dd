// What the tests of the build share: a small paper in a folder of its own, and runs for it.

import { cpSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { type Figure, Findings, type Results, readFindings } from '@three-ways/bench/findings';

/** A run of nothing but these figures. */
export function runOf(...figures: readonly Partial<Figure>[]): Findings {
  const whole = figures.map((figure) => ({
    suite: 'throughput',
    unit: '',
    setting: {},
    ratio: null,
    ...figure,
  }));
  return new Findings({
    version: 1,
    startedAt: '2026-01-02T03:04:05Z',
    finishedAt: '2026-01-02T04:04:05Z',
    settings: { seed: 1, suites: [] },
    figures: whole,
  } as unknown as Results);
}

/** A figure with an interval, from as many rounds as an interval takes. */
export function figure(
  target: string,
  metric: string,
  samples: readonly number[],
  unit = '',
): Partial<Figure> {
  const rounds = samples.map((sample, round) => ({ round, samples: [sample] }));
  const sorted = samples.toSorted((a, b) => a - b);
  const [low, high] = samples.length < 6 ? [null, null] : [sorted[0]!, sorted.at(-1)!];
  return { target, metric, unit, rounds, estimate: { median: sorted[samples.length >> 1]!, low, high } };
}

const paperDir = fileURLToPath(new URL('..', import.meta.url));

/** Results file of the committed reference run. */
export const referenceFile = join(paperDir, '..', 'bench', 'results', 'reference.json');
export const reference = (): Findings => readFindings(referenceFile);

const FRONT = `---
title: A Small Paper
authors: [Somebody]
date: 2026-01-02
abstract: It says little.
keywords: [raft]
---
`;

export interface Workshop extends Disposable {
  dir: string;
  write(path: string, text: string): string;
}

/** A temporary folder that is removed at the end of the scope. */
export function workshop(): Workshop {
  const dir = mkdtempSync(join(tmpdir(), 'paper-test-'));
  return {
    dir,
    write(path, text) {
      const file = join(dir, path);
      mkdirSync(dirname(file), { recursive: true });
      writeFileSync(file, text);
      return file;
    },
    [Symbol.dispose]: () => rmSync(dir, { recursive: true, force: true }),
  };
}

/** A workshop with a paper of this body, the real template and the real sources. Its body starts on line 8. */
export function smallPaper(body: string): Workshop {
  const shop = workshop();
  for (const file of ['template.typ', 'web.typ', 'refs.bib', 'figures']) {
    cpSync(join(paperDir, file), join(shop.dir, file), { recursive: true });
  }
  shop.write('paper.md', FRONT + body);
  return shop;
}

/** The small paper's sentence that cites: Typst refuses a list of sources without a citation. */
export const CITING = 'As known [@ongaro2014raft].\n';
