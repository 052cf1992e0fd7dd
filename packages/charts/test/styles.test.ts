// What tells series apart, with and without colour.

import { expect, it } from 'vitest';
import { styleOf, styles } from '../src/series-style.ts';

it('no two targets look the same without colour', () => {
  const named = styles.filter(({ className }) => !className.startsWith('s-other'));
  const looks = named.map(({ marker, dash }) => `${marker} ${dash}`);
  expect(looks).toEqual([...new Set(looks)]);
});

it('each colour stands out from its background', () => {
  for (const { light, dark } of styles) {
    expect(contrast(light, '#ffffff')).toBeGreaterThan(4.5);
    expect(contrast(dark, '#14181d')).toBeGreaterThan(4.5);
  }
});

it('a variant has the colour and marker of its target and a dash of its own', () => {
  const variants = ['bun', 'deno', '1cpu', 'bun@1cpu'].map((mark) => styleOf(`async@${mark}`));
  const { className, marker } = styleOf('async');
  for (const variant of variants) expect(variant).toMatchObject({ className, marker });
  expect(new Set(variants.map(({ dash }) => dash)).size).toBe(4);
});

it('an unknown name has the same style each time', () => {
  expect(styleOf('another')).toEqual(styleOf('another'));
  expect(styleOf('constructor').className).toMatch(/^s-other-\d$/);
});

/** The contrast of two colours after WCAG 2. */
function contrast(a: string, b: string): number {
  const [dark, light] = [luminance(a), luminance(b)].sort((x, y) => x - y);
  return (light! + 0.05) / (dark! + 0.05);
}

function luminance(colour: string): number {
  const [r, g, b] = [1, 3, 5].map((at) => {
    const share = Number.parseInt(colour.slice(at, at + 2), 16) / 255;
    return share <= 0.04045 ? share / 12.92 : ((share + 0.055) / 1.055) ** 2.4;
  });
  return 0.2126 * r! + 0.7152 * g! + 0.0722 * b!;
}
