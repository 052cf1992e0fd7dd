// Runs the race in every model and writes the table of its outcomes: `node packages/idioms/src/race-outcomes/main.ts`.
// Exit code 1 if an outcome came that a model rules out.

import { writeFileSync } from 'node:fs';
import { exitOnBrokenPipe } from '@three-ways/command-line';
import { countAll, impossible } from './outcomes.ts';
import { races } from './races.ts';
import { tableOf } from './table.ts';

exitOnBrokenPipe();
const counted = await countAll(races);
const table = tableOf(counted);
writeFileSync(new URL('../../race-outcomes.md', import.meta.url), table);
process.stdout.write(table);
for (const { race, outcomes } of counted)
  for (const outcome of impossible({ race, outcomes })) {
    process.stderr.write(`${race.model}: ${outcome} came, and is impossible\n`);
    process.exitCode = 1;
  }
