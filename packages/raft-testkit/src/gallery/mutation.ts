// A mistake that an implementation of Raft can make, as a patch to a copy of the rules. The patch shows the mistake as it
// would be made, beside the line that is right; the shipped rules have no switch for it.

import type { Patch } from './patch.ts';

/** A patch to packages/raft-core/src. */
export interface Mistake extends Patch {
  /** What is done wrong, in a sentence. */
  readonly mistake: string;
  /** Where the Raft paper, or Ongaro's dissertation, says how it is right. */
  readonly section: string;
}
