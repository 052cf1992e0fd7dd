// A trial that does no work, for tests of the harness: it answers at once, as its first argument says, or hangs. A
// second argument names a file that it leaves its process id in.

import { writeFileSync } from 'node:fs';
import { text } from 'node:stream/consumers';
import type { ClusterResult, ClusterSpec, Proof, Spec } from '../suites/common/protocol.ts';
import { fakeClusterResult, fakeResult } from './fake-result.ts';

const [behaviour = 'ok', pidFile] = process.argv.slice(2);
if (pidFile !== undefined) writeFileSync(pidFile, String(process.pid));
const spec = JSON.parse(await text(process.stdin)) as Spec;

function answer(result: object): void {
  process.stdout.write(`a line before the last\n${JSON.stringify(result)}\n`);
}

function answerWith(change: (proof: Proof) => Partial<Proof>): void {
  const result: ClusterResult = fakeClusterResult(spec as ClusterSpec);
  answer({ ...result, proof: { ...result.proof, ...change(result.proof) } });
}

const behaviours: Record<string, () => void> = {
  ok: () => answer(fakeResult(spec)),
  'wrong-digest': () => answerWith(({ digests }) => ({ digests: digests.with(-1, 'deadbeef') })),
  'missing-command': () => answerWith(({ applied }) => ({ applied: applied.with(1, 9) })),
  fail: () => {
    process.stderr.write('the leader is lost\n');
    process.exitCode = 1;
  },
  babble: () => void process.stdout.write('no JSON here\n'),
  hang: () => void setInterval(() => {}, 1000),
};

behaviours[behaviour]!();
