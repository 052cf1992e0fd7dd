// Joining runs of different suites.

import { expect, test } from 'vitest';
import { resultsSchema } from '../results/results.ts';
import { suites } from '../suites/suites.ts';
import { fakeResults } from '../testing/fake-results.ts';
import { joinRuns } from './join.ts';

const runOf = (name: string) =>
  fakeResults(
    'full',
    suites.filter((suite) => suite.name === name),
  );

test('a joined run has the trials and figures of all, numbered anew, and is a valid run', () => {
  const [election, memory] = [runOf('election'), runOf('memory')];
  const joined = joinRuns([election, memory], ['a', 'b']);
  expect(joined.settings.suites.map(({ name }) => name)).toEqual(['election', 'memory']);
  expect(joined.trials.map(({ number }) => number)).toEqual(joined.trials.map((_, index) => index + 1));
  expect(joined.figures).toEqual([...election.figures, ...memory.figures]);
  expect(joined.targets[0]?.suites).toEqual(['election', 'memory']);
  expect(resultsSchema.safeParse(joined).success).toBe(true);
});

test('runs of the same suite, unlike machines or without an end are refused by name', () => {
  const run = runOf('memory');
  expect(() => joinRuns([run, run], ['a', 'b'])).toThrow('both a and b have the suite memory');
  const elsewhere = { ...runOf('election'), environment: { ...run.environment, cores: 64 } };
  expect(() => joinRuns([run, elsewhere], ['a', 'b'])).toThrow('b can’t be joined to a: cores 2, here 64');
  const open = { ...runOf('election'), finishedAt: null };
  expect(() => joinRuns([run, open], ['a', 'b'])).toThrow('b has not finished');
});
