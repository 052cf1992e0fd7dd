// `pnpm model`: has spin check wake.pml, then puts one mistake after the other into it, each of which spin must find.
// Needs spin 6 and gcc (Debian: `apt install spin gcc`); takes about a minute.

import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const model = fileURLToPath(new URL('wake.pml', import.meta.url));

const sound = [[], ['DEATH'], ['CLOSER']];

const mistakes = [
  ['NO_SECOND_LOOK'],
  ['WAIT_UNSEEN'],
  ['KNOCK_BEFORE_TAKING_THE_NOTE'],
  ['RING_BEFORE_COMMIT'],
  ['COMMIT_BEFORE_WRITING'],
  ['RING_BEFORE_RELEASE'],
  ['RELEASE_BEFORE_READING'],
  ['NO_LAST_LOOK'],
  ['QUIET_DEATH', 'DEATH'],
  ['NO_LOOK_AFTER_COMMIT', 'CLOSER'],
];

interface Result {
  readonly states: number;
  /** What spin has found, or null. */
  readonly error: string | null;
}

/** Makes the verifier of the model with these definitions, and runs it. */
function check(definitions: readonly string[]): Result {
  const cwd = mkdtempSync(join(tmpdir(), 'wake-model-'));
  try {
    execFileSync('spin', [...definitions.map((name) => `-D${name}`), '-a', model], { cwd });
    execFileSync('gcc', ['-O2', '-DSAFETY', '-DCOLLAPSE', '-o', 'pan', 'pan.c'], { cwd });
    const output = execFileSync('./pan', ['-m100000'], { cwd, encoding: 'utf8' });
    const states = Number(/(\d+) states, stored/.exec(output)?.[1]);
    return { states, error: /pan:\d+: (.*?) \(at depth/.exec(output)?.[1] ?? null };
  } finally {
    rmSync(cwd, { recursive: true, force: true });
  }
}

let asExpected = true;
for (const definitions of [...sound, ...mistakes]) {
  const { states, error } = check(definitions);
  asExpected &&= (error === null) === sound.includes(definitions as (typeof sound)[number]);
  const name = ['the protocol', ...definitions].join(' -D').padEnd(60);
  console.log(`${name}${String(states).padStart(10)} states   ${error ?? 'no error'}`);
}
console.log(asExpected ? 'as it should be' : 'NOT as it should be');
process.exitCode = asExpected ? 0 : 1;
