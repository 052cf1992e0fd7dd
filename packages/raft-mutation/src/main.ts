// Prints the table of mutations: `node packages/raft-mutation/src/main.ts [seeds]`.

import { availableParallelism } from 'node:os';
import { evaluateAll, isDetected, mutations, tableOf } from './mutations.ts';

const seeds = Number(process.argv[2] ?? 3000);
const results = await evaluateAll(
  mutations,
  { seeds, seedsIfDetected: seeds, ms: 60_000 },
  availableParallelism(),
);
console.log(tableOf(results));
const undetected = results.filter(({ verdict }) => !isDetected(verdict));
console.log(`${results.length} mutations, ${undetected.length} undetected`);
process.exitCode = undetected.length === 0 ? 0 : 1;
