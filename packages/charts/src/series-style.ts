// Colour, marker and dash of each target, the same in every chart. Colours keep apart for the colour-blind, and markers and dashes
// say the same again; each colour has a contrast of at least 3 to its background.

export type Marker = 'circle' | 'square' | 'triangle' | 'diamond' | 'down' | 'cross' | 'plus';

export interface SeriesStyle {
  /** CSS class of what belongs to the series. */
  readonly className: string;
  readonly light: string;
  readonly dark: string;
  readonly marker: Marker;
  /** SVG's stroke-dasharray; solid without. */
  readonly dash?: string;
}

type Look = Omit<SeriesStyle, 'className'>;

const looks: Readonly<Record<string, Look>> = {
  async: { light: '#0063b1', dark: '#64b5ff', marker: 'circle' },
  coroutines: { light: '#c2410c', dark: '#ff9a66', marker: 'square', dash: '7 3' },
  workers: { light: '#007a5e', dark: '#3fd0a4', marker: 'triangle', dash: '2 3' },
  processes: { light: '#a0307a', dark: '#f08fce', marker: 'down', dash: '9 3 2 3' },
  go: { light: '#333a44', dark: '#e6e9ee', marker: 'diamond' },
  'go-1': { light: '#333a44', dark: '#e6e9ee', marker: 'plus', dash: '4 2' },
  'go-nopreempt': { light: '#333a44', dark: '#e6e9ee', marker: 'cross', dash: '1 3' },
  etcd: { light: '#7d6200', dark: '#e0c04c', marker: 'cross', dash: '5 2 1 2' },
  hashicorp: { light: '#5b4bc4', dark: '#b3a7ff', marker: 'plus', dash: '1 2' },
  openraft: { light: '#0e7490', dark: '#5fd3ec', marker: 'down', dash: '8 2' },
  coaty: { light: '#9d174d', dark: '#f9a1c4', marker: 'triangle', dash: '3 2' },
  'etcd-server': { light: '#6d28d9', dark: '#c4a6ff', marker: 'square', dash: '6 3 1 3' },
  'python-threads': { light: '#7a4a2b', dark: '#d8a47f', marker: 'triangle', dash: '6 2 2 2' },
  'python-gevent': { light: '#4d7c0f', dark: '#a8d65c', marker: 'square', dash: '3 3' },
  ideal: { light: '#6b7280', dark: '#a3abb8', marker: 'cross', dash: '1.5 2.5' },
  published: { light: '#b00020', dark: '#ff8a94', marker: 'plus' },
};

/** Looks of targets that are not named above. */
const others: readonly Look[] = [
  { light: '#0e7490', dark: '#5fd3ec', marker: 'down', dash: '8 2' },
  { light: '#9d174d', dark: '#f9a1c4', marker: 'cross', dash: '3 2' },
  { light: '#3f6212', dark: '#bce07a', marker: 'plus', dash: '6 3 1 3' },
  { light: '#6d28d9', dark: '#c4a6ff', marker: 'square', dash: '2 2' },
];

/** All styles, for the stylesheet. */
export const styles: readonly SeriesStyle[] = [
  ...Object.entries(looks).map(([name, look]) => ({ className: `s-${name}`, ...look })),
  ...others.map((look, i) => ({ className: `s-other-${i + 1}`, ...look })),
];

/** Dashes of a target's variants, such as `async@bun`, which share its colour and marker. */
const variantDashes: readonly string[] = ['6 2', '2 2', '8 2 1 2', '4 4'];

/** The style of a target; one that has none of its own gets one that depends on its name alone. */
export function styleOf(name: string): SeriesStyle {
  const [base = '', ...marks] = name.split('@');
  const style = styleOfBase(base);
  if (marks.length === 0) return style;
  return { ...style, dash: variantDashes[hashOf(marks.join('@')) % variantDashes.length]! };
}

function styleOfBase(name: string): SeriesStyle {
  const own = Object.hasOwn(looks, name) ? looks[name] : undefined;
  if (own !== undefined) return { className: `s-${name}`, ...own };
  const index = hashOf(name) % others.length;
  return { className: `s-other-${index + 1}`, ...others[index]! };
}

function hashOf(text: string): number {
  let hash = 0;
  for (const letter of text) hash = (hash * 31 + letter.codePointAt(0)!) % 65_521;
  return hash;
}

/** A target's colour on a light and on a dark background. */
export function colourOf(name: string): { readonly light: string; readonly dark: string } {
  const { light, dark } = styleOf(name);
  return { light, dark };
}

/** A marker's outline around a point, as path data; crosses are lines. */
export function markerPath(marker: Marker, x: number, y: number, r: number): string {
  const point = (dx: number, dy: number) => `${round(x + dx * r)} ${round(y + dy * r)}`;
  switch (marker) {
    case 'circle':
      return `M${point(-1, 0)}a${r} ${r} 0 1 0 ${2 * r} 0a${r} ${r} 0 1 0 ${-2 * r} 0z`;
    case 'square':
      return `M${point(-0.9, -0.9)}h${round(1.8 * r)}v${round(1.8 * r)}h${round(-1.8 * r)}z`;
    case 'triangle':
      return `M${point(0, -1.15)}L${point(1.1, 0.85)}L${point(-1.1, 0.85)}z`;
    case 'down':
      return `M${point(0, 1.15)}L${point(1.1, -0.85)}L${point(-1.1, -0.85)}z`;
    case 'diamond':
      return `M${point(0, -1.25)}L${point(1.25, 0)}L${point(0, 1.25)}L${point(-1.25, 0)}z`;
    case 'cross':
      return `M${point(-1, -1)}L${point(1, 1)}M${point(-1, 1)}L${point(1, -1)}`;
    case 'plus':
      return `M${point(-1.2, 0)}L${point(1.2, 0)}M${point(0, -1.2)}L${point(0, 1.2)}`;
  }
}

function round(value: number): number {
  const rounded = Math.round(value * 10) / 10;
  return rounded === 0 ? 0 : rounded;
}
