// The progress of a run, on a terminal and elsewhere.

import { expect, test } from 'vitest';
import { isDefault, suites } from '../suites/suites.ts';
import { Transcript } from '../testing/transcript.ts';
import { planRun } from './plan.ts';
import { createProgress } from './progress.ts';

const plan = planRun({
  suites: suites.filter(isDefault),
  targets: ['fake'],
  size: 'quick',
  rounds: 1,
  seed: 1,
});
const failed = { ok: false, reason: 'the leader is lost' } as const;

function streamLikeTerminal(columns: number): Transcript {
  return Object.assign(new Transcript(), { isTTY: true, columns });
}

test('elsewhere than on a terminal each finished trial is one line with its place and the time left', () => {
  const stream = new Transcript();
  createProgress(stream, plan).finished(plan[0]!, failed, 1000);
  const line = stream.text;
  expect(line).toMatch(
    /^1\/6 election, 5 servers, 3 crashes, fake: FAILED: the leader is lost \(about 0:\d\d left\)\n$/,
  );
});

test('the time left follows the pace of the trials so far', () => {
  const [slow, fast] = [new Transcript(), new Transcript()];
  createProgress(slow, plan).finished(plan[0]!, failed, 60_000);
  createProgress(fast, plan).finished(plan[0]!, failed, 10);
  const left = (stream: Transcript) => stream.text.match(/about (\S+) left/)![1]!;
  expect(left(fast)).toBe('0:00');
  expect(Number(left(slow).split(':')[0])).toBeGreaterThan(1);
});

test('on a terminal the line is written over and never wraps', () => {
  const stream = streamLikeTerminal(40);
  createProgress(stream, plan).started(plan[0]!);
  const text = stream.text;
  expect(text).not.toContain('\n');
  expect(text.slice(text.indexOf('░'))).toHaveLength(39);
});
