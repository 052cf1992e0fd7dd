// The bench measures every target of the testkit's registry.

import { labels, targets as registry } from '@three-ways/raft-testkit/targets';
import { expect, test } from 'vitest';
import { targets } from './targets.ts';

test('every target of the registry is measured, under its label', () => {
  expect(targets.map(({ name }) => name)).toEqual(Object.keys(registry));
  expect(Object.keys(labels)).toEqual(Object.keys(registry));
});
