// Measures what greenlets cost beside a bare trampoline and beside async/await, prints one table, and fails if a target is
// missed. Run it with the package script `bench`.

import { handOff } from './hand-off.ts';
import { type Exercise, type Figure, measure } from './measure.ts';
import { footprints } from './memory.ts';
import { spawnAndJoin } from './spawn-and-join.ts';

const rounds = 31;
const warmUp = 5;

const missed: string[] = [];

console.log(`${'exercise and subject'.padEnd(48)}${'cost'.padStart(12)}  ratio (quartiles)  target`);
for (const exercise of [handOff, spawnAndJoin]) {
  console.log(exercise.title);
  for (const figure of await measure(exercise, rounds, warmUp)) report(exercise, figure);
}
console.log('one more that waits');
const [least, ...others] = await footprints();
for (const { name, bytes } of [least!, ...others])
  console.log(row(name, `${bytes.toFixed(0)} bytes`, (bytes / least!.bytes).toFixed(2)));

for (const line of missed) console.error(line);
process.exitCode = missed.length > 0 ? 1 : 0;

function report({ title, unit }: Exercise, { subject, time, ratio, quartiles }: Figure): void {
  const { name, target } = subject;
  const spread = `${ratio.toFixed(2)} (${quartiles.map((value) => value.toFixed(2)).join(' - ')})`;
  console.log(row(name, `${time.toFixed(unit === 'ns' ? 0 : 1)} ${unit}`, spread, target));
  if (target !== undefined && ratio > target)
    missed.push(
      `missed: ${title} took ${name} ${ratio.toFixed(2)} times the trampoline's time, not ${target}`,
    );
}

function row(name: string, cost: string, ratio: string, target?: number): string {
  return `  ${name.padEnd(46)}${cost.padStart(12)}  ${ratio.padEnd(17)}  ${target === undefined ? '' : `<= ${target}`}`;
}
