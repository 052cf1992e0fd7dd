// Idiom 5: fan out, wait for all, gather.

import { checkSizes } from '../sizes.ts';

/**
 * Asks `voters` voters at once and counts the votes granted:
 * half of them, rounded up. `Promise.all` is the wait group. It
 * keeps the order, and rejects at the first failure without
 * cancelling the rest; `allSettled` waits for every answer.
 */
export async function gatherVotes(
  voters: number,
): Promise<number> {
  checkSizes({ voters });
  const asking: Promise<boolean>[] = [];
  for (let voter = 1; voter <= voters; voter += 1)
    asking.push(askForVote(voter));
  const votes = await Promise.all(asking);
  return votes.filter((granted) => granted).length;
}

/** Voters with an odd number grant their vote. */
async function askForVote(voter: number): Promise<boolean> {
  await null; // request and answer
  return voter % 2 === 1;
}
