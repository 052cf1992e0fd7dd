// The progress of a run, on a terminal and elsewhere.

import { afterEach, expect, test, vi } from 'vitest';
import { isDefault, suites } from '../suites/suites.ts';
import { fakeResult } from '../testing/fake-result.ts';
import { Transcript } from '../testing/transcript.ts';
import { Estimate } from './estimate.ts';
import { planRun } from './plan.ts';
import { createProgress } from './progress.ts';

const plan = planRun({
  suites: suites.filter(isDefault),
  targets: ['fake'],
  size: 'quick',
  rounds: 1,
  seed: 1,
}).slice(0, 6);
afterEach(() => {
  vi.unstubAllEnvs();
  vi.useRealTimers();
});

const failed = { ok: false, reason: 'the leader is lost' } as const;

const lineOf = (pattern: string) => new RegExp(`^${pattern}$`);

function progressOn(stream: Transcript) {
  return createProgress(stream, plan.length, new Estimate(plan));
}

function streamLikeTerminal(columns: number): Transcript {
  return Object.assign(new Transcript(), { isTTY: true, columns });
}

test('elsewhere than on a terminal each finished trial is one line with its place and the time left', () => {
  const stream = new Transcript();
  progressOn(stream).finished(plan[0]!, failed, 1000);
  const line = stream.text;
  expect(line).toMatch(
    lineOf(
      String.raw`1\/${plan.length} election, 150–300 ms, fake: FAILED: the leader is lost \(about 0:\d\d left\)\n`,
    ),
  );
});

test('the time left follows the pace of the trials so far', () => {
  const [slow, fast] = [new Transcript(), new Transcript()];
  progressOn(slow).finished(plan[0]!, failed, 60_000);
  progressOn(fast).finished(plan[0]!, failed, 10);
  const left = (stream: Transcript) => stream.text.match(/about (\S+) left/)![1]!;
  expect(left(fast)).toBe('0:00');
  expect(Number(left(slow).split(':')[0])).toBeGreaterThan(1);
});

test('on a terminal the line is written over and never wraps', () => {
  const stream = streamLikeTerminal(40);
  const progress = progressOn(stream);
  progress.started(plan[0]!);
  progress.end();
  expect(stream.text).not.toContain('\n');
  expect(stream.text).toContain(`0/${plan.length} about 0:`);
  expect(Math.max(...linesDrawnOn(stream).map((line) => line.length))).toBeLessThan(40);
});

test('at 80 columns the line holds position, time left and the trial, and drops the rest', () => {
  const stream = streamLikeTerminal(80);
  const progress = progressOn(stream);
  progress.started(plan[0]!);
  progress.finished(plan[0]!, { ok: true, result: fakeResult(plan[0]!.spec) as never }, 1000);
  progress.started(plan[1]!);
  progress.end();
  expect(linesDrawnOn(stream).at(-1)).toMatch(
    lineOf(String.raw`█*░* 1\/${plan.length} about 0:\d\d left · throughput, 3 servers, 1 outstanding, fake`),
  );
});

test('a terminal without escape codes gets lines', () => {
  vi.stubEnv('TERM', 'dumb');
  const stream = streamLikeTerminal(80);
  const progress = progressOn(stream);
  progress.announce('calibrating');
  progress.started(plan[0]!);
  progress.finished(plan[0]!, failed, 1000);
  progress.end();
  expect(stream.text).not.toContain('\u001b');
  expect(stream.text.split('\n')).toHaveLength(3);
});

test('within a long trial the time left goes on', () => {
  vi.useFakeTimers({ now: 0, toFake: ['setInterval', 'clearInterval', 'performance'] });
  const stream = streamLikeTerminal(80);
  const progress = progressOn(stream);
  progress.started(plan[0]!);
  vi.advanceTimersByTime(1000);
  progress.end();
  const [first, second] = linesDrawnOn(stream);
  expect(second).not.toBe(first);
});

/** Lines that were drawn over each other. */
function linesDrawnOn({ text }: Transcript): string[] {
  return text.split('\u001b[1G\u001b[2K').filter((line) => line !== '');
}
