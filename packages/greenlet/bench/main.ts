// Measures what greenlets cost beside a bare trampoline and beside async/await, prints one table, and fails if a target is
// missed. Run it with the package script `bench`.

import { exercises } from './exercises.ts';
import { type Exercise, type Figure, measure } from './measure.ts';
import { footprints } from './memory.ts';

const rounds = Number(process.argv[2] ?? 7);
const trial = new URL('./trial.ts', import.meta.url);
const missed: string[] = [];

console.log(row('', 'CPU time', 'ratio (range)', 'target'));
for (const exercise of exercises) {
  console.log(exercise.title);
  for (const figure of await measure(exercise, trial, rounds)) report(exercise, figure);
}
console.log('one more parked task');
const [least, ...others] = await footprints();
for (const { name, bytes } of [least!, ...others])
  console.log(row(name, `${bytes.toFixed(0)} bytes`, (bytes / least!.bytes).toFixed(2)));

for (const line of missed) console.error(line);
process.exitCode = missed.length > 0 ? 1 : 0;

function report({ title, unit }: Exercise, { subject, time, ratio, range }: Figure): void {
  const { name, target } = subject;
  const spread = `${ratio.toFixed(2)} (${range.map((value) => value.toFixed(2)).join(' - ')})`;
  console.log(
    row(
      name,
      `${time.toFixed(unit === 'ns' ? 0 : 1)} ${unit}`,
      spread,
      target === undefined ? '' : `<= ${target}`,
    ),
  );
  if (target !== undefined && ratio > target)
    missed.push(
      `missed: ${title} took ${name} ${ratio.toFixed(2)} times the trampoline's time, not ${target}`,
    );
}

function row(name: string, cost: string, ratio: string, target = ''): string {
  return `  ${name.padEnd(40)}${cost.padStart(11)}  ${ratio.padEnd(20)}${target}`.trimEnd();
}
