// The mutation gallery: mistakes that implementations of Raft make, each put back into a copy of the rules and handed to
// the vectors and the simulator. One that neither catches is a hole in the tests.
//
// Two mistakes of that list cannot be here, because the rules have neither locks nor timers: a lock held while waiting for an
// answer (or for all voters), and timers that a change of role leaves behind. The runtimes' own tests look after those.

import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Worker } from 'node:worker_threads';
import { electionMistakes } from './election-mutations.ts';
import type { Patience, Verdict } from './evaluate.ts';
import { livenessMistakes } from './liveness-mutations.ts';
import { logMistakes } from './log-mutations.ts';
import type { Mistake } from './mutation.ts';
import type { Order } from './worker.ts';

export const mistakes: readonly Mistake[] = [...electionMistakes, ...logMistakes, ...livenessMistakes];

export interface Judged {
  /** Null for the rules as they are. */
  readonly mistake: Mistake | null;
  readonly verdict: Verdict;
}

/** Judges the mistakes in so many threads at a time. */
export async function judgeAll(
  wanted: readonly (Mistake | null)[],
  patience: Patience,
  jobs: number,
): Promise<Judged[]> {
  const folder = mkdtempSync(join(tmpdir(), 'raft-gallery-'));
  const left = [...wanted.entries()];
  const judged: Judged[] = [];
  const work = async () => {
    const worker = new Worker(new URL('./worker.ts', import.meta.url));
    for (let next = left.shift(); next !== undefined; next = left.shift()) {
      const [number, mistake] = next;
      const order = { folder: join(folder, `${number}`), mistake, patience };
      judged[number] = { mistake, verdict: await verdictOf(worker, order) };
    }
    await worker.terminate();
  };
  try {
    await Promise.all(Array.from({ length: jobs }, work));
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
  return judged;
}

function verdictOf(worker: Worker, order: Order): Promise<Verdict> {
  return new Promise((resolve, reject) => {
    worker.once('error', reject);
    worker.once('message', (answer: { verdict?: Verdict; error?: string }) => {
      worker.removeListener('error', reject);
      if (answer.verdict !== undefined) resolve(answer.verdict);
      else reject(new Error(`${order.mistake?.name ?? 'the rules'}: ${answer.error}`));
    });
    worker.postMessage(order);
  });
}

export function isCaught({ vector, invariant }: Verdict): boolean {
  return vector !== null || invariant !== null;
}

/** A line a mistake: what caught it, and after how many seeds. */
export function tableOf(judged: readonly Judged[]): string {
  const rows = judged.map(({ mistake, verdict: { vectors, vector, invariant, seeds } }) => [
    mistake?.name ?? 'none',
    vector === null ? '-' : `${vectors}: ${vector}`,
    invariant ?? '-',
    invariant === null ? `none in ${seeds}` : `${seeds}`,
  ]);
  const all = [['mistake', 'vectors that fail: the first', 'invariant', 'seeds'], ...rows];
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
