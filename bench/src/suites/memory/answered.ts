// Trials whose answer is known: a ladder of cluster sizes ends at the first that a target does not carry, and the largest cluster
// that keeps its leader is sought from above.

import type { Measured } from '../common/suite.ts';
import { holds, isRung, type MemoryResult, type MemorySpec } from './protocol.ts';

/** Whether a trial can say nothing new. @param earlier valid trials of the run, of all targets */
export function isAnswered(
  spec: MemorySpec,
  earlier: readonly Measured<MemorySpec, MemoryResult>[],
): boolean {
  if (spec.part !== 'idle') return false;
  const own = earlier.filter((trial) => trial.spec.target === spec.target);
  const isTooLarge = own.some(
    (trial) => isRung(trial.spec) && 'limit' in trial.result && trial.spec.servers <= spec.servers,
  );
  if (!holds(spec)) return isTooLarge;
  const isHeld = own.some(
    (trial) => holds(trial.spec) && 'proof' in trial.result && trial.spec.servers > spec.servers,
  );
  return isTooLarge || isHeld;
}
