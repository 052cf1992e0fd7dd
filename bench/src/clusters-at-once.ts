// Shows how many clusters a trial of the suite `election` can have at once: how long elections take from the new leader's
// timeout on, without a delay, for several numbers of clusters in one process. `node bench/src/clusters-at-once.ts async go`
// takes about a minute and a half for each target.

import { quantile } from './figures/statistics.ts';
import { startCompiled } from './run/compiled.ts';
import { targets } from './run/targets.ts';
import { runTrial } from './run/trial-process.ts';
import type { ElectionResult } from './suites/election/protocol.ts';
import { election } from './suites/election/suite.ts';

const numbers = [1, 2, 4, 8, 16, 32];
/** Crashes of each number. */
const crashesOfAll = 96;

/** A quantile as text (ms). */
function cell({ electedAfter }: ElectionResult, q: number): string {
  return `${quantile(electedAfter, q).toFixed(1)} ms`.padStart(10);
}

const [setting] = election.settings('quick');
const { signal } = new AbortController();
process.stdout.write('target         clusters  crashes   from the timeout on, at p10, p50, p90, p99\n');
for (const name of process.argv.slice(2)) {
  const prepared = await targets.find((target) => target.name === name)?.prepare({ env: process.env });
  if (!prepared?.ready || prepared.command === undefined) throw new Error(`${name} can't be measured`);
  for (const clusters of numbers) {
    const crashes = Math.ceil(crashesOfAll / clusters);
    const seed = Math.floor(Math.random() * 2 ** 32);
    const spec = { ...setting!, suite: election.name, target: name, seed, clusters, crashes };
    const command = startCompiled(prepared.command);
    const outcome = await runTrial(command, { number: 1, suite: election, round: 1, spec }, signal);
    const cells = outcome?.ok
      ? [0.1, 0.5, 0.9, 0.99].map((q) => cell(outcome.result as ElectionResult, q)).join('')
      : ` ${outcome?.ok === false ? outcome.reason : 'interrupted'}`;
    process.stdout.write(
      `${name.padEnd(15)}${`${clusters}`.padStart(8)}${`${clusters * crashes}`.padStart(9)}${cells}\n`,
    );
  }
}
