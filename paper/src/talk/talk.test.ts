// The slides of the talk.

import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';

test('each slide has notes with its time, and the last ends within fifteen minutes', () => {
  const talk = readFileSync(new URL('../../talk.md', import.meta.url), 'utf8');
  const slides = talk.split('\n---\n').slice(1);
  const starts = slides.map((slide) => {
    const [, minutes, seconds] = /<!--\n(\d+):(\d\d), /.exec(slide) ?? [];
    return Number(minutes) * 60 + Number(seconds);
  });
  expect(starts).toEqual(starts.toSorted((a, b) => a - b));
  expect(starts[0]).toBe(0);
  expect(starts.at(-1)).toBeLessThanOrEqual(14.5 * 60);
});
