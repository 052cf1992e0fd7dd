// Colours of charts in a page, light and dark. A chart carries its colours as attributes, so that it needs no stylesheet; where there is
// one, its classes override the attributes.

import { styles } from './series-style.ts';

export type Scheme = 'light' | 'dark';

/** Colours of what is no series. */
export const inks = {
  text: { light: '#1f2328', dark: '#e6e9ee' },
  muted: { light: '#59636e', dark: '#a3abb8' },
  grid: { light: '#d8dde3', dark: '#3a424d' },
  background: { light: '#ffffff', dark: '#14181d' },
} as const;

function properties(scheme: Scheme): string {
  const colours = [
    ...Object.entries(inks).map(([name, colour]) => `--chart-${name}:${colour[scheme]}`),
    ...styles.map((style) => `--chart-${style.className}:${style[scheme]}`),
  ];
  return colours.join(';');
}

/**
 * CSS for a page with charts: it follows the reader's preference, and `data-theme="light"` or `"dark"` on the root overrides it.
 * Each colour is a custom property, `--chart-…`, that a page may set itself.
 */
export function stylesheet(): string {
  return [
    `:root{${properties('light')}}`,
    `@media (prefers-color-scheme:dark){:root:not([data-theme=light]){${properties('dark')}}}`,
    `:root[data-theme=dark]{${properties('dark')}}`,
    // On paper, light whatever the screen shows.
    `@media print{:root:root{${properties('light')}}}`,
    '.chart{fill:var(--chart-text);font-family:inherit}',
    '.chart .muted{fill:var(--chart-muted)}',
    '.chart .axis{stroke:var(--chart-muted)}',
    '.chart .grid{stroke:var(--chart-grid)}',
    '.chart .background{fill:var(--chart-background)}',
    ...styles.map(({ className }) => {
      const colour = `var(--chart-${className})`;
      return `.chart .${className}{color:${colour};fill:${colour};stroke:${colour}}`;
    }),
    '',
  ].join('\n');
}
