// The charts of the suite `election`: cumulative distributions as in the Raft paper's Figure 16, and what each runtime takes
// beyond the ideal.

import type { Row } from '@three-ways/charts';
import type { Setting } from '../../figures/figure.ts';
import type { SuiteFigures } from '../../figures/suite-figures.ts';
import { titleOf } from '../../tables/cells.ts';
import { chartRow, rowsInWords, type SuiteChart } from '../../tables/chart.ts';
import { ideal } from '../common/suite.ts';
import { conditions, excessCaption, rangeOf, settingsByConditions, timesCaption } from './conditions.ts';
import { excessOf, hasIdeal } from './excess.ts';
import { publishedAt, publishedQuantiles } from './published.ts';

export function electionCharts(figures: SuiteFigures): SuiteChart[] {
  return settingsByConditions(figures).flatMap((settings) => [
    ...mainFirst(settings).map((setting) => distribution(figures, setting, timesCaption(settings))),
    ...(hasIdeal(figures, settings) ? excesses(figures, settings) : []),
  ]);
}

/** The range that is looked at most goes first: a report that is too large leaves out the last charts. */
function mainFirst(settings: readonly Setting[]): Setting[] {
  const isMain = (setting: Setting) => rangeOf(setting) === '150–300';
  return [...settings.filter(isMain), ...settings.filter((setting) => !isMain(setting))];
}

function distribution(figures: SuiteFigures, setting: Setting, table: string): SuiteChart {
  const published = publishedAt(setting);
  const rows = [...figures.targets.map(({ name }) => name), ideal].map((name) => ({
    ...chartRow(figures, name, figures.get('latency', name, setting)),
    ...(name === ideal && { label: 'Ideal' }),
  }));
  const measured = rows.filter(({ estimate }) => estimate);
  const place = `${rangeOf(setting)} ms, ${conditions(setting)}`;
  return {
    table,
    chart: {
      kind: 'cdf',
      name: `election-${nameOf(setting)}`,
      title: `Time without a leader at ${rangeOf(setting)} ms`,
      alternative: `Cumulative distributions of the time without a leader (${place}). Medians: ${rowsInWords(measured, 'ms')}.`,
      x: { label: 'Time without a leader', unit: 'ms', ...(isLong(measured) && { scale: 'log' as const }) },
      series: [
        ...measured.map(({ label, style, samples = [] }) => ({ label, style, samples })),
        ...(published === null
          ? []
          : [{ label: 'Raft paper', style: 'published', quantiles: publishedQuantiles(published) }]),
      ],
    },
  };
}

/** Whether some samples are so much larger than the rest that a linear axis would show nothing else. */
function isLong(rows: readonly Row[]): boolean {
  const medians = rows.map(({ estimate }) => estimate?.median ?? 0);
  const longest = Math.max(...rows.flatMap(({ samples = [] }) => samples));
  return longest > 8 * Math.max(...medians);
}

function nameOf({ electionTimeoutMin, electionTimeoutMax, broadcastTime = 0, preVote = 1 }: Setting): string {
  const names = [electionTimeoutMin, electionTimeoutMax, `broadcast-${broadcastTime}`];
  return [...names, preVote ? 'pre-vote' : 'plain'].join('-');
}

function excesses(figures: SuiteFigures, settings: readonly Setting[]): SuiteChart[] {
  return [
    excess(figures, settings, { q: 0.5, title: 'Median beyond the ideal', name: 'median' }),
    excess(figures, settings, { q: 0.99, title: '99th percentile beyond the ideal', name: 'p99' }),
  ];
}

function excess(
  figures: SuiteFigures,
  settings: readonly Setting[],
  { q, title, name }: { readonly q: number; readonly title: string; readonly name: string },
): SuiteChart {
  const groups = settings.map((setting) => ({
    label: `${rangeOf(setting)} ms`,
    rows: figures.targets
      .filter((target) => target.measured)
      .map((target): Row => {
        const estimate = excessOf(figures, target.name, setting, q);
        return { label: titleOf(figures, target.name), style: target.name, estimate };
      }),
  }));
  const words = groups.map(({ label, rows }) => `At ${label}: ${rowsInWords(rows, 'ms')}.`).join(' ');
  const { broadcastTime = 0, preVote = 1 } = settings[0]!;
  return {
    table: excessCaption(settings),
    chart: {
      kind: 'dots',
      name: `election-excess-${name}-broadcast-${broadcastTime}-${preVote ? 'pre-vote' : 'plain'}`,
      title,
      alternative: `Time from the new leader's timeout to its first heartbeat: differences from the ideal with 95 % intervals over processes. ${words}`,
      x: { label: 'Time beyond the ideal', unit: 'ms' },
      rule: { value: 0, label: 'ideal' },
      groups,
    },
  };
}
