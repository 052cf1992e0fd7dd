// The race in every model: what can come, why, and how often it is run.

import { type Green, run } from '@three-ways/greenlet';
import * as async from '../async/race.ts';
import * as coroutines from '../coroutines/race.ts';
import * as processes from '../processes/race.ts';
import * as workers from '../workers/race-outcomes.ts';
import { countOutcomes, type Outcomes, type Race } from './outcomes.ts';
import { type Program, runProgram } from './programs.ts';

const both = ['4 2', '4 8'];

const inTypeScript: readonly Race[] = [
  {
    model: 'async',
    possible: ['4 2'],
    why: 'An async function runs at once, up to its first await; the task has none and has ended before its caller goes on.',
    runs: 100_000,
    count: (runs) => countOutcomes(runs, async.race),
  },
  {
    model: 'coroutines',
    possible: ['4 8'],
    why: '`spawn` only schedules the greenlet; the main line keeps control until it waits.',
    runs: 100_000,
    count: (runs) => run(greenletOutcomes(runs)),
  },
  {
    model: 'workers',
    possible: both,
    why: 'Nothing orders two threads, and an aligned cell of shared memory is read and written whole.',
    how: 'Two threads that run already meet for each run: a new one takes so long to start that it would always come last.',
    runs: 100_000,
    count: workers.raceOutcomes,
  },
  {
    model: 'processes',
    possible: ['4 2'],
    why: 'Processes share no memory: the child has copies of a and b that were made before either changed.',
    runs: 50,
    count: (runs) => countOutcomes(runs, processes.race),
  },
];

const inOtherLanguages: readonly Race[] = [
  {
    model: 'goroutines',
    possible: both,
    why: "A data race, which Go's race detector reports: nothing orders two goroutines, and an int is read and written whole.",
    runs: 100_000,
    count: (runs) => runProgram(goProgram(runs)),
  },
  {
    model: 'python-threads',
    possible: both,
    why: 'The interpreter may switch threads between any two bytecodes, but does so every 5 ms only, and a thread runs at once when it is started.',
    runs: 10_000,
    count: (runs) => runProgram(pythonProgram(runs, 'threads')),
  },
  {
    model: 'python-gevent',
    possible: ['4 8'],
    why: '`spawn` only schedules the greenlet; the main line keeps control until it waits.',
    runs: 10_000,
    count: (runs) => runProgram(pythonProgram(runs, 'gevent')),
  },
];

export const races: readonly Race[] = [...inTypeScript, ...inOtherLanguages];

/** All runs in one greenlet. */
function* greenletOutcomes(runs: number): Green<Outcomes> {
  const outcomes: Record<string, number> = {};
  for (let i = 0; i < runs; i += 1) {
    const outcome = (yield* coroutines.race()).join(' ');
    outcomes[outcome] = (outcomes[outcome] ?? 0) + 1;
  }
  return outcomes;
}

function goProgram(runs: number): Program {
  return {
    command: 'go',
    args: ['run', './cmd/idioms', 'race', `${runs}`],
    folder: 'go-reference',
    needs: 'cmd/idioms',
    howToGet: 'get it from https://go.dev/dl/',
  };
}

function pythonProgram(runs: number, model: 'threads' | 'gevent'): Program {
  return {
    command: 'python3',
    args: ['primitives.py', 'race', `${runs}`, '--model', model],
    folder: 'bench/baselines/python',
    needs: 'primitives.py',
    howToGet: 'get it from https://www.python.org/downloads/',
  };
}
