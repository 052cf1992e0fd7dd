// Rows of the bench's suite `primitives`: which idiom a model measures for each, at which size.

/** In the order of the table. `pipe` and `shared-buffer` occur once per message size. */
export const rowNames = [
  'spawn',
  'switch',
  'hand-off',
  'join',
  'fan-out',
  'lock',
  'restart-timer',
  'select',
  'cancel',
  'wake-all',
  'bounded-queue',
  'ring',
  'spawn-tree',
  'signal',
  'pipe',
  'shared-buffer',
] as const;

export type RowName = (typeof rowNames)[number];

/** A subject that the bench measures. */
export interface Row {
  readonly name: RowName;
  /** What one unit is: "a promise", "a greenlet", "a thread". */
  readonly unit: string;
  /** Units of one run. */
  readonly units: number;
  /** Call that one run makes: `ring(1000, 50)`. */
  readonly size: string;
  /** What a unit's time contains, in one sentence. */
  readonly what: string;
  /** Bytes of a message; of `pipe` and `shared-buffer` only. */
  readonly bytes?: number;
  /** Runs the idiom once and returns its result as a number. */
  run(): number | Promise<number>;
  /** What `run` returns when the idiom has done all its work. */
  readonly expected: number;
}

/** A row that a model has no subject for. */
export interface MissingRow {
  readonly name: RowName;
  /** Why, in a sentence. */
  readonly missing: string;
}

/**
 * The rows of a model, with sizes multiplied by `factor` and rounded up: 0.02 for a test, 0.2 for the bench. At the factor 0 a run
 * starts the tasks that every run starts, and makes its buffers, but does no work. Beyond that, twice the factor takes twice the
 * time; where it doesn't, work was left out or does not scale. Units are whole at any factor.
 */
export type Rows = (factor?: number) => readonly (Row | MissingRow)[];

/** Stands in the code's place where a model cannot express an idiom. */
export interface Missing {
  /** Why, in a sentence. */
  readonly missing: string;
  /** The nearest thing that the model can do. */
  readonly nearest: string;
}

export function missing(why: string, nearest: string): Missing {
  return { missing: why, nearest };
}

/** Tasks that wait, held for the harness to read memory meanwhile. */
export interface Parked {
  /** Ends all tasks and waits for that. Returns how many there were. */
  release(): Promise<number>;
}

/** Starts `tasks` tasks that wait, and resolves once all of them do. Exported as `park` by each model. */
export type Park = (tasks: number) => Promise<Parked>;
