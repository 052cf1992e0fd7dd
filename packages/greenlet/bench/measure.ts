// Interleaved measurement. A trial is a process of its own, in which one subject runs many times; each round has a trial of every
// subject, and ratios are taken within the round. The measure is CPU time of the process, garbage collection included, which
// leaves out other load on the machine. (tinybench measures all subjects in one process, one after the other, by the clock.)

import { execFile } from 'node:child_process';
import { promisify } from 'node:util';

export interface Subject {
  readonly name: string;
  /** Greatest ratio to the baseline's time. */
  readonly target?: number;
  run(): void | Promise<void>;
}

export interface Exercise {
  readonly title: string;
  readonly unit: 'ns' | 'ms';
  /** Operations of a run. */
  readonly operations: number;
  readonly subjects: readonly Subject[];
}

export interface Figure {
  readonly subject: Subject;
  /** Median time of an operation, in the exercise's unit. */
  readonly time: number;
  /** Ratio to the baseline in the same round: median, least and greatest. */
  readonly ratio: number;
  readonly range: readonly [number, number];
}

const warmUpRuns = 6;
const runs = 12;

/** Runs in the process of a trial. Returns CPU time of a run (ms). */
export async function runTrial(subject: Subject): Promise<number> {
  for (let i = 0; i < warmUpRuns; i += 1) await subject.run();
  const start = process.cpuUsage();
  for (let i = 0; i < runs; i += 1) await subject.run();
  const { user, system } = process.cpuUsage(start);
  return (user + system) / 1000 / runs;
}

/** Tries every subject once a round, in rotating order. `trial` is the module that calls `runTrial`. */
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
