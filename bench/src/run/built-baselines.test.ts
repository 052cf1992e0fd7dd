// Baselines that are built, installed or found at need: what is missing is said in one line, and what is there runs a trial.

import { spawnSync } from 'node:child_process';
import { chmodSync, existsSync, readdirSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { throughput } from '../suites/throughput/suite.ts';
import { newFolder } from '../testing/new-folder.ts';
import { baselines } from './baselines.ts';
import { prepareFromNpm } from './npm.ts';
import { planRun } from './plan.ts';
import type { PrepareOptions } from './target.ts';
import { runTrial } from './trial-process.ts';

function prepare(name: string, options: PrepareOptions) {
  return baselines.find((baseline) => baseline.name === name)!.prepare(options);
}

/** An environment whose only program writes a line to an output and exits with a code. */
function withProgram(name: string, output: 'stdout' | 'stderr', line: string, code: number) {
  const folder = newFolder();
  const file = join(folder, name);
  const to = output === 'stderr' ? ' >&2' : '';
  writeFileSync(
    file,
    `#!/bin/sh\n[ "$1" = --version ] && [ ${code} != 0 ] && exit 0\necho '${line}'${to}\nexit ${code}\n`,
  );
  chmodSync(file, 0o755);
  return { env: { PATH: folder } };
}

test.each([
  ['openraft', 'cargo is not installed: get it from https://rustup.rs/ and put it on the PATH'],
  ['etcd-server', 'etcd is not installed: apt-get install etcd-server'],
])('without its program, %s is left out with a line that says what to install', async (name, reason) => {
  const prepared = await prepare(name, { env: { PATH: newFolder() } });
  expect(prepared).toMatchObject({ ready: false, reason: expect.stringContaining(reason) });
});

test('an etcd that is too old is named', async () => {
  const prepared = await prepare('etcd-server', withProgram('etcd', 'stdout', 'etcd Version: 3.3.25', 0));
  expect(prepared).toMatchObject({
    ready: false,
    reason: expect.stringMatching(/3\.4 or newer .* this is 3\.3\.25/),
  });
});

test('what cargo complains of is the reason', async () => {
  const prepared = await prepare('openraft', withProgram('cargo', 'stderr', 'error: no such crate', 101));
  expect(prepared).toMatchObject({
    ready: false,
    reason: 'the Rust program does not build: error: no such crate',
  });
});

test('packages that npm cannot install are said, and the installation is announced', async () => {
  const folder = newFolder();
  writeFileSync(join(folder, 'package.json'), '{"dependencies":{"absent":"1.0.0"}}');
  const notes: string[] = [];
  const npm = withProgram('npm', 'stderr', 'npm error 404 not found', 1);
  const prepared = await prepareFromNpm(folder, { ...npm, note: (line) => notes.push(line) });
  expect(prepared).toEqual({ ready: false, reason: "its packages can't be installed: not found" });
  expect(notes).toEqual([expect.stringContaining('from npm')]);
});

test('libraries answer no stale reads, which would be look-ups in the bench', () => {
  const libraries = baselines.filter(({ name }) => name !== 'etcd-server');
  for (const operation of ['propose', 'read-linearizable', 'read-stale'])
    for (const { lacks } of libraries)
      expect(lacks!('throughput', { operation } as never)).toBe(operation === 'read-stale');
});

test("etcd's library has elections at the ranges that it draws from", () => {
  const { lacks } = baselines.find(({ name }) => name === 'etcd')!;
  const at = (electionTimeout: [number, number]) =>
    lacks!('election', { servers: 5, electionTimeout } as never);
  expect([at([150, 300]), at([12, 24]), at([150, 155])]).toEqual([false, false, true]);
});

const hasEtcd = spawnSync('etcd', ['--version']).status === 0;
const hasPackages = existsSync(join(import.meta.dirname, '../../baselines/npm/node_modules'));

for (const [name, isInstalled] of [
  ['etcd-server', hasEtcd],
  ['coaty', hasPackages],
] as const)
  test.runIf(isInstalled)(`${name} runs trials that count, and leaves no folder`, async () => {
    const prepared = await prepare(name, {});
    if (!prepared.ready) throw new Error(prepared.reason);
    const folders = () => readdirSync(tmpdir()).filter((entry) => entry.startsWith('raft-three-ways-etcd-'));
    const before = folders();
    const [planned] = planRun({ suites: [throughput], targets: [name], size: 'quick', rounds: 1, seed: 1 });
    const { signal } = new AbortController();
    for (const operation of ['propose', 'read-linearizable', 'read-stale']) {
      const spec = {
        ...planned!.spec,
        operation,
        warmupMs: 20,
        measureMs: 60,
        keys: 16,
        snapshotThreshold: 100,
      };
      expect(await runTrial(prepared.command!, { ...planned!, spec }, signal)).toMatchObject({ ok: true });
    }
    expect(folders()).toEqual(before);
  });
