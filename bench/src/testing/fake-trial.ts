// A trial that does no work, for tests of the harness: it answers at once, as its first argument says, or hangs. A
// second argument names a file that it leaves its process id in.

import { writeFileSync } from 'node:fs';
import { text } from 'node:stream/consumers';
import type { Proof, Result, Spec } from '../suites/common/protocol.ts';
import { fakeResult } from './fake-result.ts';

const [behaviour = 'ok', pidFile] = process.argv.slice(2);
if (pidFile !== undefined) writeFileSync(pidFile, String(process.pid));
const spec = JSON.parse(await text(process.stdin)) as Spec;
const result = fakeResult(spec);

function answer(proof: Partial<Proof> = {}): void {
  const changed: Result = { ...result, proof: { ...result.proof, ...proof } };
  process.stdout.write(`a line before the last\n${JSON.stringify(changed)}\n`);
}

const behaviours: Record<string, () => void> = {
  ok: answer,
  'wrong-digest': () => answer({ digests: result.proof.digests.with(-1, 'deadbeef') }),
  'missing-command': () => answer({ applied: result.proof.applied.with(1, 9) }),
  fail: () => {
    process.stderr.write('the leader is lost\n');
    process.exitCode = 1;
  },
  babble: () => void process.stdout.write('no JSON here\n'),
  hang: () => void setInterval(() => {}, 1000),
};

behaviours[behaviour]!();
