// `pnpm model`: has spin check wake.pml, then one mutation of it after the other, each of which spin must detect.
// Needs spin 6 and gcc (Debian: `apt install spin gcc`; `SPIN=/path/to/spin` names another); takes some minutes.

import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const model = fileURLToPath(new URL('wake.pml', import.meta.url));
const spin = process.env.SPIN ?? 'spin';

const protocols = [[], ['DEATH'], ['CLOSER'], ['SHARED'], ['HANDOVER']];

const mutations = [
  ['NO_SECOND_TRY'],
  ['WAIT_UNSEEN'],
  ['NOTIFY_BEFORE_ADVANCING'],
  ['NOTIFY_BEFORE_COMMIT'],
  ['COMMIT_BEFORE_WRITING'],
  ['NOTIFY_BEFORE_RELEASE'],
  ['RELEASE_BEFORE_READING'],
  ['NO_LAST_LOOK'],
  ['QUIET_DEATH', 'DEATH'],
  ['NO_LOOK_AFTER_COMMIT', 'CLOSER'],
  ['CLAIM_BEFORE_COPYING', 'SHARED'],
  ['UNHELD_COMMIT', 'HANDOVER'],
];

interface Result {
  readonly states: number;
  /** The error that spin found, or null. */
  readonly error: string | null;
}

/** Makes the verifier of the model with these definitions, and runs it. */
function check(definitions: readonly string[]): Result {
  const cwd = mkdtempSync(join(tmpdir(), 'wake-model-'));
  try {
    execFileSync(spin, [...definitions.map((name) => `-D${name}`), '-a', model], { cwd });
    execFileSync('gcc', ['-O2', '-w', '-DSAFETY', '-DCOLLAPSE', '-DMEMLIM=6000', '-o', 'pan', 'pan.c'], {
      cwd,
    });
    const output = execFileSync('./pan', ['-m200000'], { cwd, encoding: 'utf8' });
    if (
      !/errors: \d/.test(output) ||
      /max search depth|out of memory|Search not completed/.test(output.replace(/errors: [1-9][\s\S]*/, ''))
    )
      throw new Error(`the search of ${definitions.join(' ')} was not complete:\n${output}`);
    const states = Number(/(\S+) states, stored/.exec(output)?.[1]);
    return { states, error: /pan:\d+: (.*?) \(at depth/.exec(output)?.[1] ?? null };
  } finally {
    rmSync(cwd, { recursive: true, force: true });
  }
}

let asExpected = true;
for (const definitions of [...protocols, ...mutations]) {
  const { states, error } = check(definitions);
  asExpected &&= (error === null) === protocols.includes(definitions as (typeof protocols)[number]);
  const name = ['the protocol', ...definitions].join(' -D').padEnd(60);
  console.log(`${name}${String(states).padStart(10)} states   ${error ?? 'no error'}`);
}
console.log(asExpected ? 'as expected' : 'NOT as expected');
process.exitCode = asExpected ? 0 : 1;
