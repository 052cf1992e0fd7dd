// Greenlets beside the libraries that people use: one table, one run. Each trial is a process of its own; rounds go by turns; the
// median counts. `npm ci` here first, then `node main.mjs [rounds]`.

import { execFileSync } from 'node:child_process';
import { libraries } from './tasks.mjs';

const rounds = Number(process.argv[2] ?? 3);
const trial = new URL('./trial.mjs', import.meta.url).pathname;
const names = Object.keys(libraries);

const rows = [
  ['a hand-off, there and back (ns)', 'handOff', 50_000],
  ['spawn and join of 100,000 (ns each)', 'spawnAndJoin', 100_000],
  ['select of an item and a deadline (ns)', 'select', 20_000],
  ['cancel of a parked task (ns)', 'cancel', 20_000],
  ['bytes a parked task', 'park', 20_000],
];

console.log(`| | ${names.join(' | ')} |`);
console.log(`|---|${names.map(() => '---').join('|')}|`);
for (const [title, task, size] of rows) {
  const figures = names.map(() => []);
  for (let round = 0; round < rounds; round += 1)
    for (const [i, name] of names.entries())
      if (libraries[name][task] !== undefined) figures[i].push(Number(start(name, task, size)));
  console.log(`| ${title} | ${figures.map(show).join(' | ')} |`);
}
console.log(`| depth of calls | ${names.map((name) => depth(name).toLocaleString('en')).join(' | ')} |`);

function start(library, task, size) {
  const flags = ['--expose-gc', '--no-warnings', trial, library, task, size];
  return execFileSync(process.execPath, flags, {
    encoding: 'utf8',
    stdio: ['ignore', 'pipe', 'ignore'],
    timeout: 120_000,
  });
}

function show(values) {
  if (values.length === 0) return 'has none';
  return Math.round(values.sort((a, b) => a - b)[values.length >> 1]).toLocaleString('en');
}

/** Deepest recursion that works, of those tried: powers of two up to a million. */
function depth(library) {
  let deepest = 0;
  for (let n = 1024; n <= 2 ** 20; n *= 2) {
    try {
      start(library, 'depth', n);
      deepest = n;
    } catch {
      break;
    }
  }
  return deepest;
}
