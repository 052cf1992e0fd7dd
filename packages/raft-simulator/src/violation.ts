// Violations of invariants: the error thrown and the report of it.

/** The invariants, named as in Figure 3 of the Raft paper where they are there. */
export type Invariant =
  | 'election safety'
  | 'leader append-only'
  | 'log matching'
  | 'leader completeness'
  | 'state machine safety'
  | 'terms only grow'
  | 'commit index only grows'
  | 'one vote a term'
  | 'stable before revealed'
  | 'stable means stable'
  | 'acknowledged entries stay'
  | 'committed on a majority'
  | 'exactly once'
  | 'linearizable reads'
  | 'bounded memory'
  | 'one change at a time'
  | 'promotion after an answer'
  | 'only a voter takes over'
  | 'nothing appended during a transfer'
  | 'silent leaders are forgotten'
  | 'snapshot transfers progress'
  | 'trailing entries kept'
  | 'no needless work'
  | 'snapshots agree'
  | 'rules accept what rules send'
  | 'liveness';

export class Violation extends Error {
  override readonly name = 'Violation';
  readonly invariant: Invariant;

  constructor(invariant: Invariant, message: string) {
    super(message);
    this.invariant = invariant;
  }
}

/** A violation and where it happened. */
export interface ViolationReport {
  readonly seed: number;
  readonly step: number;
  /** Virtual time (ms). */
  readonly at: number;
  readonly invariant: Invariant;
  readonly message: string;
}

export function requireThat(holds: boolean, invariant: Invariant, message: () => string): asserts holds {
  if (!holds) throw new Violation(invariant, message());
}
