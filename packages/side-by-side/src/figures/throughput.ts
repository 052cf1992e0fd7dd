// The figure of the chapter of the servers: how many commands each commits in a second.

import { type Chart, draw } from '@three-ways/charts';
import { escapeContent } from '../markup/html.ts';
import { columnsOfServers, describe, type Figure, type ReferenceResults } from './reference-results.ts';

const servers = 3;

/** As HTML; empty if the run has no throughput. */
export function throughputFigure(results: ReferenceResults | null): string {
  if (results === null) return '';
  const shown: readonly string[] = columnsOfServers;
  const figures = results.figures.filter(
    ({ suite, metric, setting, target, estimate }) =>
      suite === 'throughput' &&
      metric === 'commits' &&
      isPlain(setting) &&
      shown.includes(target) &&
      estimate !== null,
  );
  if (figures.length === 0) return '';
  const chart = chartOf(figures, results);
  return `<figure>${draw(chart, { width: 640 })}
<figcaption>${escapeContent(describe(results))}. Commands committed in a second by three servers, with so many outstanding at a time. Dots are rounds, the line is the median with its interval of 95 %. What the figures mean, and what they don't, is in the report of the bench.</figcaption></figure>`;
}

/** Whether a setting names nothing but how many servers and requests there are: others, of longer values say, have the same number. */
function isPlain(setting: Figure['setting']): boolean {
  return Object.keys(setting).sort().join() === 'outstanding,servers' && setting.servers === servers;
}

function chartOf(figures: readonly Figure[], { targets }: ReferenceResults): Chart {
  const titleOf = (name: string) => targets.find((target) => target.name === name)?.title ?? name;
  const groups = [...Map.groupBy(figures, ({ setting }) => setting.outstanding!)].sort(([a], [b]) => a - b);
  return {
    kind: 'dots',
    name: 'throughput',
    title: `Commands committed and applied in a second, ${servers} servers`,
    alternative: `Dot plot of the commits a second of each server. ${groups.map(([outstanding, own]) => wordsOf(outstanding, own, titleOf)).join(' ')}`,
    x: { label: 'Commits a second', unit: 'rate' },
    groups: groups.map(([outstanding, own]) => ({
      label: `${outstanding} outstanding`,
      rows: own.map(({ target, rounds, estimate }) => ({
        label: titleOf(target),
        style: target,
        samples: rounds.flatMap(({ samples }) => samples),
        estimate: estimate!,
      })),
    })),
  };
}

function wordsOf(outstanding: number, figures: readonly Figure[], titleOf: (name: string) => string): string {
  const each = figures.map(
    ({ target, estimate }) => `${titleOf(target)} ${Math.round(estimate!.median).toLocaleString('en')}`,
  );
  return `With ${outstanding} outstanding: ${each.join(', ')}.`;
}
