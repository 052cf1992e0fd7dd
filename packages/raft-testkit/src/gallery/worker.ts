// Judges one mistake after the other in a thread of its own.

import { parentPort } from 'node:worker_threads';
import { judge, type Patience } from './evaluate.ts';
import { withMutant } from './mutant.ts';
import type { Mistake } from './mutation.ts';

export interface Order {
  readonly folder: string;
  readonly mistake: Mistake | null;
  readonly patience: Patience;
}

parentPort!.on('message', async ({ folder, mistake, patience }: Order) => {
  try {
    parentPort!.postMessage({
      verdict: await withMutant(folder, mistake, (mutant) => judge(mutant, patience)),
    });
  } catch (error) {
    parentPort!.postMessage({ error: String(error) });
  }
});
