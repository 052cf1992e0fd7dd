// The bench measures every target of the testkit's registry.

import { labels, targets as registry } from '@three-ways/raft-testkit/targets';
import { expect, test } from 'vitest';
import { models } from '../suites/primitives/models.ts';
import { targets } from './targets.ts';

test('every target of the registry is measured by all suites, under its label', () => {
  const inAll = targets.filter(({ suites }) => suites === undefined);
  expect(inAll.map(({ name }) => name)).toEqual(Object.keys(registry));
  expect(Object.keys(labels)).toEqual(Object.keys(registry));
});

test('the suite primitives knows a model for every target', () => {
  expect(new Set(models.map(({ target }) => target))).toEqual(new Set(targets.map(({ name }) => name)));
});
