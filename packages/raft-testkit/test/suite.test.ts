// Titles of the conformance suite: they name a test on the command line and head its report.

import { expect, it } from 'vitest';
import { conformance } from '../src/conformance/suite.ts';

const titles = conformance.map(({ name }) => name);

it('has titles under 100 characters', () => {
  expect(titles.filter((title) => title.length >= 100)).toEqual([]);
});

it('has no title twice', () => {
  expect(titles.filter((title, place) => titles.indexOf(title) < place)).toEqual([]);
});
