// Drawings as a reader, a screen reader and a typesetter get them.

import { type Chart, draw, stylesheet } from '@three-ways/charts';
import { DOMParser } from '@xmldom/xmldom';
import { describe, expect, it } from 'vitest';
import { shortenInside, widthOf } from '../src/text.ts';
import { charts, samples } from './charts.ts';

function parse(svg: string) {
  return new DOMParser({
    onError: (_level, message) => {
      throw new Error(message);
    },
  }).parseFromString(svg, 'image/svg+xml');
}

interface Box {
  readonly label: string;
  readonly x: number;
  readonly y: number;
  readonly width: number;
}

/** Where each text lies, by the estimated widths. */
function textsIn(svg: string): Box[] {
  return Array.from(parse(svg).getElementsByTagName('text'), (node) => {
    const label = node.textContent ?? '';
    const [x, y] = ['x', 'y'].map((name) => Number(node.getAttribute(name)));
    const width = widthOf(label);
    const anchor = node.getAttribute('text-anchor');
    const left = anchor === 'end' ? x! - width : anchor === 'middle' ? x! - width / 2 : x!;
    return { label, x: left, y: y!, width };
  });
}

function overlaps(a: Box, b: Box): boolean {
  return Math.abs(a.y - b.y) < 11 && a.x < b.x + b.width && b.x < a.x + a.width;
}

describe.each(charts)('a chart of kind $kind', (chart) => {
  it.each([280, 440, 900])('has no overlapping and no cut texts at %i px', (width) => {
    const boxes = textsIn(draw(chart, { width }));
    const pairs = boxes.flatMap((a, i) => boxes.slice(i + 1).map((b) => [a, b] as const));
    expect(pairs.filter(([a, b]) => overlaps(a, b)).map(([a, b]) => `${a.label} / ${b.label}`)).toEqual([]);
    expect(boxes.filter(({ x, width: own }) => x < -0.5 || x + own > width + 0.5)).toEqual([]);
  });

  it('is an image with a name and a description', () => {
    const root = parse(draw(chart, { width: 440 })).documentElement!;
    expect(root.getAttribute('role')).toBe('img');
    const ids = root.getAttribute('aria-labelledby')!.split(' ');
    const texts = ['title', 'desc'].map((name) => root.getElementsByTagName(name)[0]!);
    expect(texts.map((node) => node.getAttribute('id'))).toEqual(ids);
    expect(texts.map((node) => node.textContent)).toEqual([chart.title, chart.alternative]);
  });

  it('is the same bytes each time, and has no number out of bounds', () => {
    const svg = draw(chart, { width: 440 });
    expect(draw(structuredClone(chart), { width: 440 })).toBe(svg);
    expect(svg).not.toMatch(/NaN|Infinity|undefined|\d{6,}/);
  });

  it('needs nothing that a typesetter lacks: no variables, scripts or foreign objects', () => {
    const svg = draw(chart, { width: 440, fontFamily: 'Source Sans 3' });
    expect(svg).not.toMatch(/var\(|<script|foreignObject|<style|href/);
    expect(svg).toContain('font-family="Source Sans 3"');
    expect(svg).toContain('fill="#0063b1"');
  });

  it('needs an alternative text', () => {
    expect(() => draw({ ...chart, alternative: ' ' }, { width: 440 })).toThrow('without an alternative text');
  });
});

const [dots, , , lines, cdf] = charts as [
  Chart,
  Chart,
  Chart,
  Chart & { kind: 'lines' },
  Chart & { kind: 'cdf' },
];

it('text that is no markup becomes none', () => {
  const title = '<script>alert("x")</script>\u0000 & more';
  const svg = draw({ ...dots, title } as Chart, { width: 440 });
  expect(svg).not.toContain('<script');
  expect(parse(svg).getElementsByTagName('title')[0]!.textContent).toBe('<script>alert("x")</script> & more');
});

it('a name that is no identifier is refused', () => {
  expect(() => draw({ ...dots, name: 'a" b' }, { width: 440 })).toThrow("a chart's name identifies it");
});

it('a chart without values is drawn all the same', () => {
  expect(draw({ ...lines, series: [] }, { width: 440 })).toContain('Outstanding');
  expect(draw({ ...cdf, series: [{ label: 'a', style: 'a', samples: [] }] }, { width: 440 })).toContain(
    '100 %',
  );
});

it('a CDF of a hundred thousand samples stays small', () => {
  const series = [{ label: 'async', style: 'async', samples: samples(100_000, 150, 400) }];
  expect(draw({ ...cdf, series }, { width: 440 }).length).toBeLessThan(8_000);
});

it('the stylesheet has the class of each series, light and dark', () => {
  const css = stylesheet();
  for (const [, name] of draw(lines, { width: 440 }).matchAll(/class="(s-[\w-]+)"/g)) {
    expect(css).toContain(`.chart .${name}{`);
    expect(css.split(`--chart-${name}:#`)).toHaveLength(5); // light, dark by preference, dark by choice, print
  }
});

it('labels of rows that only end differently stay apart in a narrow chart', () => {
  const engines = ['Bun 1.4.5', 'Deno 2.9.6'].map((engine) => `TypeScript coroutines on ${engine}`);
  const shortened = engines.map((label) => shortenInside(label, 140));
  expect(new Set(shortened).size).toBe(2);
  for (const label of shortened) {
    expect(widthOf(label)).toBeLessThanOrEqual(140);
    expect(label).toMatch(/^Type.*….*\d$/);
  }
});
