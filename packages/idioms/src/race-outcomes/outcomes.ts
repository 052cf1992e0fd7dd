// Outcomes of the race and how often each came.

/** How often each outcome came, by "a b": `{ "4 8": 3, "4 2": 997 }`. */
export type Outcomes = Readonly<Record<string, number>>;

/** A race of one model. */
export interface Race {
  readonly model: string;
  /** Outcomes that can come. */
  readonly possible: readonly string[];
  /** Why these and no others, in a sentence. */
  readonly why: string;
  /** How it is run, where that differs from one call of the idiom after the other. */
  readonly how?: string;
  /** Number of runs for the table. */
  readonly runs: number;
  /** Runs it. @throws MissingModel if the model isn't here */
  count(runs: number): Promise<Outcomes>;
}

/** What runs the model isn't here. The message says so in a sentence. */
export class MissingModel extends Error {
  override readonly name = 'MissingModel';
}

/** A race as it was run, or the sentence that says why it was not. */
export interface Counted {
  readonly race: Race;
  readonly outcomes: Outcomes | string;
}

/** Runs each race `share` times as often as its table wants, one after the other. */
export async function countAll(races: readonly Race[], share = 1): Promise<Counted[]> {
  const counted: Counted[] = [];
  for (const race of races) counted.push({ race, outcomes: await outcomesOf(race, share) });
  return counted;
}

async function outcomesOf(race: Race, share: number): Promise<Outcomes | string> {
  try {
    return await race.count(Math.ceil(race.runs * share));
  } catch (error) {
    if (error instanceof MissingModel) return error.message;
    throw error;
  }
}

/** Outcomes that came although the model rules them out. */
export function impossible({ race, outcomes }: Counted): string[] {
  if (typeof outcomes === 'string') return [];
  return Object.keys(outcomes).filter((outcome) => !race.possible.includes(outcome));
}

/** Counts the outcomes of a number of runs. */
export async function countOutcomes(
  runs: number,
  race: () => Promise<readonly [number, number]>,
): Promise<Outcomes> {
  const outcomes: Record<string, number> = {};
  for (let run = 0; run < runs; run += 1) {
    const outcome = (await race()).join(' ');
    outcomes[outcome] = (outcomes[outcome] ?? 0) + 1;
  }
  return outcomes;
}
