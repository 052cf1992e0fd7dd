// Mutation testing of the rules: each mutation is applied to a copy of the rules, which must then fail a vector or violate an
// invariant in the simulator. An undetected one is a hole in the tests.
//
// The rules have neither locks nor timers. Locks held while waiting for replies, and timers that survive a change of role, are
// covered by the runtimes' own tests.

import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Worker } from 'node:worker_threads';
import { electionMutations } from './election-mutations.ts';
import type { Budget, Verdict } from './evaluate.ts';
import { livenessMutations } from './liveness-mutations.ts';
import { logMutations } from './log-mutations.ts';
import type { Mutation } from './mutation.ts';
import type { Request } from './worker.ts';

export const mutations: readonly Mutation[] = [...electionMutations, ...logMutations, ...livenessMutations];

interface Evaluated {
  /** Null for unmutated rules. */
  readonly mutation: Mutation | null;
  readonly verdict: Verdict;
}

/**
 * Evaluates mutations, each within the budget. Results in their order.
 * @param jobs number of threads
 */
export async function evaluateAll(
  wanted: readonly (Mutation | null)[],
  budget: Budget,
  jobs: number,
): Promise<Evaluated[]> {
  const folder = mkdtempSync(join(tmpdir(), 'raft-mutations-'));
  const left = [...wanted.entries()];
  const results: Evaluated[] = [];
  const work = async () => {
    const worker = new Worker(new URL('./worker.ts', import.meta.url));
    for (let next = left.shift(); next !== undefined; next = left.shift()) {
      const [number, mutation] = next;
      const request = { folder: join(folder, `${number}`), mutation, budget };
      results[number] = { mutation, verdict: await verdictOf(worker, request) };
    }
    await worker.terminate();
  };
  try {
    await Promise.all(Array.from({ length: jobs }, work));
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
  return results;
}

function verdictOf(worker: Worker, request: Request): Promise<Verdict> {
  return new Promise((resolve, reject) => {
    worker.once('error', reject);
    worker.once('message', (answer: { verdict?: Verdict; error?: string }) => {
      worker.removeListener('error', reject);
      if (answer.verdict !== undefined) resolve(answer.verdict);
      else reject(new Error(`${request.mutation?.name ?? 'the rules'}: ${answer.error}`));
    });
    worker.postMessage(request);
  });
}

export function isDetected({ vector, invariant }: Verdict): boolean {
  return vector !== null || invariant !== null;
}

/** A table with a line a mutation: what detected it, and after how many seeds. */
export function tableOf(results: readonly Evaluated[]): string {
  const rows = results.map(({ mutation, verdict: { vectors, vector, invariant, seeds } }) => [
    mutation?.name ?? 'none',
    vector === null ? '-' : `${vectors}: ${vector}`,
    invariant ?? '-',
    invariant === null ? `none in ${seeds}` : `${seeds}`,
  ]);
  const all = [['mutation', 'failing vectors: the first', 'invariant', 'seeds'], ...rows];
  const widths = all[0]!.map((_, column) => Math.max(...all.map((row) => row[column]!.length)));
  return all
    .map((row) =>
      row
        .map((cell, i) => cell.padEnd(widths[i]!))
        .join('  ')
        .trimEnd(),
    )
    .join('\n');
}
