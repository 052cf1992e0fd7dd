// Idiom 5: fan out, wait for all, gather.

import { checkSizes } from '../sizes.ts';
import type { Child } from './child.ts';
import { Children, mostProcesses } from './children.ts';
import { receive, send } from './parent.ts';

/**
 * Asks `voters` processes at once and counts the votes granted:
 * half of them, rounded up. Each answers through a pipe of its own,
 * so the wait group is a promise for each, as on any event loop.
 * @param terms how often it asks; the votes are added up
 * @throws RangeError
 */
export async function gatherVotes(
  voters: number,
  terms = 1,
): Promise<number> {
  checkSizes({ voters }, 0, mostProcesses);
  checkSizes({ terms });
  await using children = new Children(import.meta.url);
  const asked: Child[] = [];
  for (let voter = 1; voter <= voters; voter += 1)
    asked.push(children.fork(vote, voter, terms));
  let votes = 0;
  for (let term = 1; term <= terms; term += 1) {
    const answers = asked.map((child) =>
      askForVote(child, term),
    );
    const granted = await Promise.all(answers);
    votes += granted.filter((grants) => grants).length;
  }
  await children.join();
  return votes;
}

async function askForVote(child: Child, term: number) {
  await child.send(term);
  return await child.receive<boolean>();
}

/** Voters with an odd number grant their vote. */
export async function vote(voter: number, terms: number) {
  for (let term = 1; term <= terms; term += 1) {
    await receive();
    await send(voter % 2 === 1);
  }
}
