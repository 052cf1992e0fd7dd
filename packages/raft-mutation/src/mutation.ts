// A mutation: a mistake that implementations of Raft make, as a patch to a copy of the rules, so that it reads as it would be
// made. The shipped rules have no switch for it.

import type { Patch } from './patch.ts';

/** A patch to raft-core or raft-kv. */
export interface Mutation extends Patch {
  /** The mistake, in a clause. */
  readonly description: string;
  /** Section of the Raft paper, or of Ongaro's dissertation, that it violates. */
  readonly section: string;
}
