// Idiom 5: fan out, wait for all, gather.

import { checkSizes } from '../sizes.ts';
import { sharedCells, sleepWhile } from './cells.ts';
import { mostThreads, Threads } from './threads.ts';

/**
 * A thread asks `voters` voters at once and counts the votes
 * granted: half of them, rounded up. One notify asks them all. The
 * wait group is a counter: the last voter wakes the one who asked.
 * @param terms how often it asks; the votes are added up
 * @throws RangeError
 */
export async function gatherVotes(
  voters: number,
  terms = 1,
): Promise<number> {
  checkSizes({ voters }, 0, mostThreads);
  checkSizes({ terms });
  const poll: Poll = {
    terms,
    term: sharedCells(0),
    answers: sharedCells(0),
    votes: sharedCells(0),
  };
  await using threads = new Threads(import.meta.url);
  for (let voter = 1; voter <= voters; voter += 1)
    threads.spawn(vote, voter, poll);
  const candidate = threads.spawn(ask, voters, poll);
  return await candidate.join();
}

/** The cells that a candidate and its voters share. */
interface Poll {
  readonly terms: number;
  readonly term: Int32Array;
  readonly answers: Int32Array;
  readonly votes: Int32Array;
}

export function ask(voters: number, poll: Poll): number {
  const answers = new WaitGroup(poll.answers);
  for (let term = 1; term <= poll.terms; term += 1) {
    answers.add(voters);
    Atomics.store(poll.term, 0, term);
    Atomics.notify(poll.term, 0);
    answers.wait();
  }
  return poll.votes[0]!;
}

/** Voters with an odd number grant their vote. */
export function vote(voter: number, poll: Poll): void {
  const answers = new WaitGroup(poll.answers);
  for (let term = 1; term <= poll.terms; term += 1) {
    sleepWhile(poll.term, 0, term - 1);
    Atomics.add(poll.votes, 0, voter % 2);
    answers.done();
  }
}

/** Counts tasks that others wait for, in a cell that is 0 at first. */
export class WaitGroup {
  private readonly cell: Int32Array;

  constructor(cell: Int32Array) {
    this.cell = cell;
  }

  add(count: number): void {
    Atomics.add(this.cell, 0, count);
  }

  done(): void {
    if (Atomics.sub(this.cell, 0, 1) === 1)
      Atomics.notify(this.cell, 0);
  }

  /** Blocks until all are done. */
  wait(): void {
    for (;;) {
      const left = Atomics.load(this.cell, 0);
      if (left === 0) return;
      Atomics.wait(this.cell, 0, left);
    }
  }
}
