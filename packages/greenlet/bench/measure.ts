// Measures by turns: in each round every subject runs once, and is compared with the first one in that same round, so that a
// machine that slows down slows all alike. That is why this is not left to tinybench, which measures one subject after the
// other, minutes apart, on a machine whose speed changes by a third in between.

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
  /** Its ratio to the first subject's time in the same round: the median, and the quartiles. */
  readonly ratio: number;
  readonly quartiles: readonly [number, number];
}

/** Runs every subject once in each round, each time in another order. Rounds of warm-up are not counted. */
export async function measure(exercise: Exercise, rounds: number, warmUp: number): Promise<Figure[]> {
  const { subjects } = exercise;
  const times = subjects.map((): number[] => []);
  for (let round = -warmUp; round < rounds; round += 1)
    for (let i = 0; i < subjects.length; i += 1) {
      const turn = (i + round + warmUp) % subjects.length;
      const time = await timeOf(subjects[turn]!);
      if (round >= 0) times[turn]!.push(time);
    }
  return subjects.map((subject, i) => figureOf(exercise, subject, times[i]!, times[0]!));
}

/** In ms. Garbage of others is taken out before. */
async function timeOf(subject: Subject): Promise<number> {
  globalThis.gc?.();
  const start = performance.now();
  await subject.run();
  return performance.now() - start;
}

function figureOf({ unit, operations }: Exercise, subject: Subject, times: number[], base: number[]): Figure {
  const scale = (unit === 'ns' ? 1e6 : 1) / operations;
  const ratios = times.map((time, round) => time / base[round]!);
  return {
    subject,
    time: quantile(times, 0.5) * scale,
    ratio: quantile(ratios, 0.5),
    quartiles: [quantile(ratios, 0.25), quantile(ratios, 0.75)],
  };
}

function quantile(values: readonly number[], q: number): number {
  const sorted = values.toSorted((a, b) => a - b);
  return sorted[Math.round(q * (sorted.length - 1))]!;
}
