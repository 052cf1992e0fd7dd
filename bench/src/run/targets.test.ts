// The bench measures every target of the testkit's registry.

import { labels, targets as registry } from '@three-ways/raft-testkit/targets';
import { expect, test } from 'vitest';
import { measures } from '../suites/common/suite.ts';
import { models } from '../suites/primitives/models.ts';
import { newFolder } from '../testing/new-folder.ts';
import { targets } from './targets.ts';

test('every target of the registry is measured by all suites, under its label', () => {
  const inAll = targets.filter(({ suites }) => suites === undefined);
  expect(inAll.map(({ name }) => name)).toEqual(Object.keys(registry));
  expect(Object.keys(labels)).toEqual(Object.keys(registry));
});

test('the suite primitives knows a model for every target but the baselines', () => {
  const measured = targets.filter((target) => !target.baseline && measures({ name: 'primitives' }, target));
  expect(new Set(models.map(({ target }) => target))).toEqual(new Set(measured.map(({ name }) => name)));
});

test('a Go baseline without Go is left out with a reason', async () => {
  for (const target of targets.filter(({ name }) => name === 'etcd' || name === 'hashicorp')) {
    const prepared = await target.prepare({ env: { PATH: '/nowhere' } });
    expect(prepared).toMatchObject({
      ready: false,
      reason: expect.stringMatching(/^Go .* is not installed: /),
    });
  }
});

test('a Go baseline without its modules is left out with a reason', async () => {
  const env = { ...process.env, GOMODCACHE: newFolder(), GOPROXY: 'off', GOFLAGS: '-modcacherw' };
  const [etcd] = targets.filter(({ baseline }) => baseline);
  const prepared = await etcd!.prepare({ env });
  expect(prepared).toMatchObject({ ready: false, reason: expect.stringContaining('GOPROXY=off') });
});
