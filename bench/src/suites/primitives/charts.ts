// The charts of the suite `primitives`: what a unit costs in each model, messages by their length, memory of a task that waits.

import type { MarksChart, Row } from '@three-ways/charts';
import type { SuiteFigures } from '../../figures/suite-figures.ts';
import { chartRow, rowsInWords, type SuiteChart } from '../../tables/chart.ts';
import { costCaption, groupsOf, rateCaption, shownModels } from './groups.ts';
import { memoryCaption } from './memory-table.ts';
import { messageCaptions } from './message-tables.ts';
import type { Model } from './models.ts';
import { labelOf, messageLengths, type messageWays, plainRows } from './row-labels.ts';

export function primitivesCharts(figures: SuiteFigures): SuiteChart[] {
  const shown = shownModels(figures);
  return [
    ...groupsOf(shown).map((group) => ({
      table: costCaption(group),
      chart: costChart(figures, group.models, `primitives-${group.name}`, costCaption(group)),
    })),
    {
      table: rateCaption,
      chart: costChart(figures, shown, 'primitives-all', 'Primitives: time for each unit'),
    },
    ...messageCharts(figures, shown),
    { table: memoryCaption, chart: memoryChart(figures, shown) },
  ];
}

function modelRow(figures: SuiteFigures, metric: string, { target, head }: Model): Row {
  return { ...chartRow(figures, target, figures.get(metric, target, {})), label: head };
}

function costChart(figures: SuiteFigures, shown: readonly Model[], name: string, title: string): MarksChart {
  const lines = plainRows.map((label) => ({
    label,
    marks: shown.map((model) => modelRow(figures, `ns/${label}`, model)).filter(({ estimate }) => estimate),
  }));
  const words = lines.map(({ label, marks }) => `${label}: ${rowsInWords(marks, 'ns')}.`).join(' ');
  return {
    kind: 'marks',
    name,
    title,
    alternative: `Median time of a unit with its interval, for each row and model, on a logarithmic axis. ${words}`,
    x: { label: 'Time of a unit', unit: 'ns', scale: 'log' },
    lines,
  };
}

type Way = (typeof messageWays)[number];

function messageCharts(figures: SuiteFigures, shown: readonly Model[]): SuiteChart[] {
  return Object.entries(messageCaptions).flatMap(([way, caption]) => {
    const series = shown
      .map((model) => messageSeries(figures, model, way as Way))
      .filter(({ points }) => points.length > 0);
    if (series.length === 0) return [];
    const chart = {
      kind: 'lines' as const,
      name: `primitives-${way}`,
      title: caption,
      alternative: `Time of a message over its length, both axes logarithmic, one line for each of ${series.map(({ label }) => label).join(', ')}. The table has the figures.`,
      x: { label: 'Length', unit: 'bytes' as const, scale: 'log' as const, ticks: messageLengths },
      y: { label: 'Time of a message', unit: 'ns' as const, scale: 'log' as const },
      series,
    };
    return [{ table: caption, chart }];
  });
}

function messageSeries(figures: SuiteFigures, { target, head }: Model, way: Way) {
  const points = messageLengths.flatMap((bytes) => {
    const estimate = figures.get(`ns/${labelOf({ name: way, bytes })}`, target, {})?.estimate;
    return estimate ? [{ x: bytes, y: estimate.median, low: estimate.low, high: estimate.high }] : [];
  });
  return { label: head, style: target, points };
}

function memoryChart(figures: SuiteFigures, shown: readonly Model[]): SuiteChart['chart'] {
  const rows = shown.map((model) => modelRow(figures, 'rssBytesPerTask', model));
  return {
    kind: 'dots',
    name: 'primitives-memory',
    title: 'Memory of a task that waits (RSS)',
    alternative: `Resident memory that each further waiting task adds, each trial a dot, on a logarithmic axis: ${rowsInWords(rows, 'bytes')}.`,
    x: { label: 'RSS of a further task', unit: 'bytes', scale: 'log' },
    groups: [{ rows }],
  };
}
