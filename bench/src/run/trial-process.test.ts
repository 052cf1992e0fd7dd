// Trials as processes: their results, deadlines and ends.

import { afterEach, beforeEach, expect, test } from 'vitest';
import { flawIn } from '../suites/common/flaw.ts';
import { election } from '../suites/election/suite.ts';
import { memory } from '../suites/memory/suite.ts';
import { fakeCommand } from '../testing/fake-targets.ts';
import { planRun } from './plan.ts';
import { runTrial } from './trial-process.ts';

const [planned] = planRun({ suites: [election], targets: ['fake'], size: 'quick', rounds: 1, seed: 1 });
let interruption: AbortController;

beforeEach(() => {
  interruption = new AbortController();
});
afterEach(() => interruption.abort());

function trial(behaviour: string, deadlineMs?: number) {
  return runTrial(fakeCommand(behaviour), planned!, interruption.signal, deadlineMs);
}

test('a trial hands in its last line', async () => {
  expect(await trial('ok')).toMatchObject({ ok: true, result: { samples: [100, 101, 102] } });
});

test.each([
  ['wrong-digest', 'the digests of server 1 and 5 differ: 00c0ffee, deadbeef'],
  ['missing-command', 'server 2 has applied 9 commands, not 10'],
  ['fail', 'the leader is lost'],
  ['babble', 'invalid result'],
])('a trial does not count if it does this: %s', async (behaviour, reason) => {
  expect(await trial(behaviour)).toEqual({ ok: false, reason: expect.stringContaining(reason) });
});

test('a program that is not there is a failed trial', async () => {
  const outcome = await runTrial({ file: '/no/such/program', args: [] }, planned!, interruption.signal);
  expect(outcome).toEqual({ ok: false, reason: 'could not start its program' });
});

test('a trial that hangs is ended at its deadline', async () => {
  const reason = 'no result after 0 s';
  expect(await trial('hang', 300)).toEqual({ ok: false, reason });
});

test('where the suite has a result for it, a deadline is no failure', async () => {
  const [idle] = planRun({ suites: [memory], targets: ['fake'], size: 'quick', rounds: 1, seed: 1 });
  const outcome = await runTrial(fakeCommand('hang'), idle!, interruption.signal, 300);
  expect(outcome).toMatchObject({ ok: true, result: { limit: 'time', reason: 'more than 20 s' } });
});

test('a trial that ignores SIGTERM is killed, with its children', async () => {
  const stubborn = { file: '/bin/sh', args: ['-c', 'trap "" TERM; while :; do sleep 60; done'] };
  const outcome = await runTrial(stubborn, planned!, interruption.signal, 200);
  expect(outcome).toMatchObject({ ok: false });
});

test('an interrupted trial has no outcome', async () => {
  const outcome = trial('hang');
  interruption.abort();
  expect(await outcome).toBeNull();
});

test('a proof must cover every server', () => {
  const result = { suite: 'memory', proof: { expected: 0, applied: [0, 0], digests: ['a', 'a'] } };
  expect(flawIn(result, { servers: 3 })).toContain('expected 3 servers');
});
