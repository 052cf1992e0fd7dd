// The results file and its published schema.

import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Ajv2020 } from 'ajv/dist/2020.js';
import { expect, test } from 'vitest';
import { fakeResults } from '../testing/fake-results.ts';
import { publishedSchema, resultsSchema } from './results.ts';

const committed = readFileSync(join(import.meta.dirname, '../../results.schema.json'), 'utf8');
const accepts = new Ajv2020({ strict: false, validateFormats: false }).compile(JSON.parse(committed));
const written = JSON.stringify(fakeResults('quick'));

test('the published schema is that of the source: else run `pnpm --filter @three-ways/bench schema`', () => {
  expect(JSON.parse(committed)).toEqual(JSON.parse(publishedSchema()));
});

test('the published schema accepts what a run writes', () => {
  expect(accepts(JSON.parse(written)), JSON.stringify(accepts.errors)).toBe(true);
});

test.each([
  ['another version', (results: Record<string, unknown>) => ({ ...results, version: 2 })],
  ['an unknown field', (results: Record<string, unknown>) => ({ ...results, extra: true })],
  ['a missing field', ({ trials, ...results }: Record<string, unknown>) => results],
])('the published schema and the source both refuse %s', (_, change) => {
  const changed = change(JSON.parse(written));
  expect(accepts(changed)).toBe(false);
  expect(resultsSchema.safeParse(changed).success).toBe(false);
});
