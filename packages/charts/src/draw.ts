// A chart as an SVG element. The same chart, width and options give the same bytes everywhere.

import { cdfToLines, percentilesToLines } from './as-lines.ts';
import type { Chart } from './chart.ts';
import type { Drawing } from './drawing.ts';
import { drawLines } from './lines.ts';
import { drawMarks } from './marks.ts';
import { drawRows } from './rows.ts';
import { inks, type Scheme } from './stylesheet.ts';
import { element, escapeText } from './svg.ts';
import { fontSize } from './text.ts';

export interface DrawOptions {
  /** Width of the drawing (px); its height follows from its content. Text has 12 px. */
  readonly width: number;
  /** Colours in the attributes; a page's stylesheet overrides them. Light unless given. */
  readonly scheme?: Scheme;
  /** Font of all text; the page's own where it has the stylesheet. */
  readonly fontFamily?: string;
  /** Whether to paint the background, for a file that is looked at by itself. */
  readonly background?: boolean;
}

/** The narrowest drawing (px). */
const narrowest = 240;

/** @throws RangeError if the chart has no alternative text, no usable name, or too little width */
export function draw(chart: Chart, options: DrawOptions): string {
  check(chart, options);
  const { width, scheme = 'light', fontFamily = 'system-ui, sans-serif', background = false } = options;
  const { height, content } = drawContent(chart, width, scheme);
  const [title, description] = [`${chart.name}-title`, `${chart.name}-desc`];
  return element(
    'svg',
    {
      xmlns: 'http://www.w3.org/2000/svg',
      viewBox: `0 0 ${width} ${Math.ceil(height)}`,
      width: String(width),
      height: String(Math.ceil(height)),
      role: 'img',
      'aria-labelledby': `${title} ${description}`,
      class: 'chart',
      'font-family': fontFamily,
      'font-size': String(fontSize),
      fill: inks.text[scheme],
    },
    `<title id="${title}">${escapeText(chart.title)}</title>`,
    `<desc id="${description}">${escapeText(chart.alternative)}</desc>`,
    background
      ? element('rect', { class: 'background', width: '100%', height: '100%', fill: inks.background[scheme] })
      : '',
    content,
  );
}

function check({ name, title, alternative }: Chart, { width }: DrawOptions): void {
  if (!/^[a-z][\w.+-]*$/i.test(name)) throw new RangeError(`a chart's name identifies it: got "${name}"`);
  if (title.trim() === '') throw new RangeError(`chart ${name}: without a title`);
  if (alternative.trim() === '') throw new RangeError(`chart ${name}: without an alternative text`);
  if (!(width >= narrowest)) throw new RangeError(`chart ${name}: narrower than ${narrowest} px: ${width}`);
}

function drawContent(chart: Chart, width: number, scheme: Scheme): Drawing {
  switch (chart.kind) {
    case 'dots':
    case 'bars':
      return drawRows(chart, width, scheme);
    case 'marks':
      return drawMarks(chart, width, scheme);
    case 'lines':
      return drawLines(chart, width, scheme);
    case 'cdf':
      return drawLines(cdfToLines(chart), width, scheme);
    case 'percentiles':
      return drawLines(percentilesToLines(chart), width, scheme);
  }
}
