// Worker thread: evaluates one mutation after the other.

import { parentPort } from 'node:worker_threads';
import { type Budget, evaluate } from './evaluate.ts';
import { withMutant } from './mutant.ts';
import type { Mutation } from './mutation.ts';

export interface Request {
  readonly folder: string;
  readonly mutation: Mutation | null;
  readonly budget: Budget;
}

parentPort!.on('message', async ({ folder, mutation, budget }: Request) => {
  try {
    parentPort!.postMessage({
      verdict: await withMutant(folder, mutation, (mutant) => evaluate(mutant, budget)),
    });
  } catch (error) {
    parentPort!.postMessage({ error: String(error) });
  }
});
