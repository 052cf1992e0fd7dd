// What every suite gives a reader: charts that belong to a table, and an answer.

import { draw } from '@three-ways/charts';
import { describe, expect, test } from 'vitest';
import { suites } from '../suites/suites.ts';
import { fakeResults } from '../testing/fake-results.ts';
import { sectionsOf } from './sections.ts';

const sections = sectionsOf(suites, fakeResults());

describe.each(sections)('the suite $suite.name', ({ tables, charts, verdict }) => {
  test('has charts, each beside one of its tables, with names of their own', () => {
    const captions = tables().map(({ caption }) => caption);
    const names = charts().map(({ chart }) => chart.name);
    expect(charts().filter(({ table }) => !captions.includes(table))).toEqual([]);
    expect(names).toEqual([...new Set(names)]);
  });

  test('has charts that can be drawn at every width, and say in words what they show', () => {
    for (const { chart } of charts()) {
      expect(draw(chart, { width: 320 })).not.toContain('NaN');
      expect(chart.alternative).toMatch(/\d|The table has the figures/);
    }
  });

  test('answers its question in one sentence with numbers', () => {
    expect(verdict).toMatch(/^[A-Z].*\d.*\.$/);
    expect(verdict).not.toMatch(/NaN|undefined|\.\.$/);
  });
});

test('a difference whose interval has no difference in it is not shown as one', () => {
  const results = fakeResults();
  const ratio = { median: 0.98, low: 0.9, high: 1.1 };
  const figures = results.figures.map((figure) => (figure.target === 'go' ? figure : { ...figure, ratio }));
  const [section] = sectionsOf(suites, { ...results, figures }).filter(
    ({ suite }) => suite.name === 'throughput',
  );
  expect(section!.verdict).toContain('0.98 (0.90–1.10), no difference shown');
});
