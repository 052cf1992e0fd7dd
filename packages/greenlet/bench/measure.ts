// Measures by turns. A trial is a process of its own, in which one subject runs many times; in each round every subject has one
// trial, and is compared with the first subject of that same round. So the compiler knows one subject at a time, garbage is
// paid for by who made it, and a machine that slows down slows all alike. What is taken is the process's CPU time, garbage
// collection included, because that leaves out what others do on the machine; every subject keeps one core busy.
// (That is why this is not left to tinybench, which measures in one process, one subject after the other, by the clock.)

import { execFile } from 'node:child_process';
import { promisify } from 'node:util';

export interface Subject {
  readonly name: string;
  /** How many times the first subject's time it may take. */
  readonly target?: number;
  run(): void | Promise<void>;
}

export interface Exercise {
  readonly title: string;
  readonly unit: 'ns' | 'ms';
  /** How many operations a run performs. */
  readonly operations: number;
  readonly subjects: readonly Subject[];
}

export interface Figure {
  readonly subject: Subject;
  /** The median time of an operation, in the exercise's unit. */
  readonly time: number;
  /** Its ratio to the first subject's time in the same round: the median, the least and the greatest. */
  readonly ratio: number;
  readonly range: readonly [number, number];
}

const warmUpRuns = 6;
const runs = 12;

/** Called in the process of a trial. In ms of CPU time for each run. */
export async function runTrial(subject: Subject): Promise<number> {
  for (let i = 0; i < warmUpRuns; i += 1) await subject.run();
  const start = process.cpuUsage();
  for (let i = 0; i < runs; i += 1) await subject.run();
  const { user, system } = process.cpuUsage(start);
  return (user + system) / 1000 / runs;
}

/** Has every subject tried once in each round, each time in another order. `trial` names the module that calls `runTrial`. */
export async function measure(exercise: Exercise, trial: URL, rounds: number): Promise<Figure[]> {
  const { subjects } = exercise;
  const times = subjects.map((): number[] => []);
  for (let round = 0; round < rounds; round += 1)
    for (let i = 0; i < subjects.length; i += 1) {
      const turn = (i + round) % subjects.length;
      times[turn]!.push(await startTrial(trial, exercise.title, subjects[turn]!.name));
    }
  return subjects.map((subject, i) => figureOf(exercise, subject, times[i]!, times[0]!));
}

async function startTrial(trial: URL, title: string, name: string): Promise<number> {
  const { stdout } = await promisify(execFile)(process.execPath, [trial.pathname, title, name]);
  return Number(stdout);
}

function figureOf({ unit, operations }: Exercise, subject: Subject, times: number[], base: number[]): Figure {
  const scale = (unit === 'ns' ? 1e6 : 1) / operations;
  const ratios = times.map((time, round) => time / base[round]!);
  return {
    subject,
    time: median(times) * scale,
    ratio: median(ratios),
    range: [Math.min(...ratios), Math.max(...ratios)],
  };
}

function median(values: readonly number[]): number {
  return values.toSorted((a, b) => a - b)[values.length >> 1]!;
}
