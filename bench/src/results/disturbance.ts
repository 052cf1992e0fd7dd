// When the rest of the machine makes a trial doubtful.

import type { Trial } from './results.ts';

/** Disturbances from which a trial is doubtful (CPUs). */
const doubtful = { otherCpus: 0.25, stolenCpus: 0.1 };

export function isDisturbed({ disturbance }: Pick<Trial, 'disturbance'>): boolean {
  if (disturbance === undefined) return false;
  return disturbance.otherCpus > doubtful.otherCpus || disturbance.stolenCpus > doubtful.stolenCpus;
}
