// Idiom 5: fan out, wait for all, gather.

import {
  type Green,
  type Greenlet,
  joinall,
  sleep,
  spawn,
} from '@three-ways/greenlet';
import { checkSizes } from '../sizes.ts';

/**
 * Asks `voters` voters at once and counts the votes granted:
 * half of them, rounded up. `joinall` is the wait group. It waits
 * for all to end, however they do: one that has failed has no
 * value, and so grants no vote.
 */
export function* gatherVotes(
  voters: number,
): Green<number> {
  checkSizes({ voters });
  const asking: Greenlet<boolean>[] = [];
  for (let voter = 1; voter <= voters; voter += 1)
    asking.push(spawn(askForVote(voter)));
  const votes = yield* joinall(asking);
  return votes.filter((vote) => vote.value).length;
}

/** Voters with an odd number grant their vote. */
function* askForVote(voter: number): Green<boolean> {
  yield* sleep(0); // request and answer
  return voter % 2 === 1;
}
