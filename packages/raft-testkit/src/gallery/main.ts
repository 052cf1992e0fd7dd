// Prints the gallery's table: `node packages/raft-testkit/src/gallery/main.ts [seeds]`.

import { availableParallelism } from 'node:os';
import { isCaught, judgeAll, mistakes, tableOf } from './mutations.ts';

const seeds = Number(process.argv[2] ?? 3000);
const judged = await judgeAll(mistakes, { seeds, seedsIfCaught: seeds, ms: 60_000 }, availableParallelism());
process.stdout.write(`${tableOf(judged)}\n`);
const uncaught = judged.filter(({ verdict }) => !isCaught(verdict));
process.stdout.write(`${judged.length} mistakes, ${uncaught.length} uncaught\n`);
process.exitCode = uncaught.length === 0 ? 0 : 1;
