// Fetching engines, with a fake npm; and the command lines on real engines, where they have been fetched before.

import { chmodSync, existsSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { type CliIO, Screen } from '@three-ways/command-line';
import { describe, expect, it, onTestFinished } from 'vitest';
import { main as conformance } from '../src/cli/conformance.ts';
import { engines, missingOn, prepareEngine } from '../src/engines/engines.ts';
import { thisPlatform } from '../src/engines/fetch-package.ts';

const root = fileURLToPath(new URL('../../../', import.meta.url));

function newFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), 'engines-'));
  onTestFinished(() => rmSync(folder, { recursive: true }));
  return folder;
}

/** An npm that does what the lines of a shell script say. */
function fakeNpm(...lines: string[]): NodeJS.ProcessEnv {
  const folder = newFolder();
  writeFileSync(join(folder, 'npm'), `#!/bin/sh\n${lines.join('\n')}\n`);
  chmodSync(join(folder, 'npm'), 0o755);
  return { PATH: `${folder}:/usr/bin:/bin` };
}

/** What npm would unpack of Bun. */
const unpackBun = [
  'name=$(sed \'s/.*{"\\(@oven[^"]*\\)".*/\\1/\' package.json)',
  'mkdir -p node_modules/$name/bin',
  'touch node_modules/$name/bin/bun',
];

const canFetch = ['x64', 'arm64'].includes(thisPlatform().architecture);

describe.runIf(canFetch)('an engine', () => {
  it('is fetched once, without install scripts, into a folder with its version', async () => {
    const [cache, notes] = [newFolder(), [] as string[]];
    const env = fakeNpm('echo "$@" >> ../calls', ...unpackBun);
    const prepare = () => prepareEngine('bun', { env, cache, note: (line) => notes.push(line) });
    const [first, second] = [await prepare(), await prepare()];
    expect(first).toMatchObject({ ready: true, engine: { file: expect.stringMatching(/^\/.*\/bin\/bun$/) } });
    expect(second).toEqual(first);
    const { version } = engines.find(({ name }) => name === 'bun')!;
    expect(readdirSync(cache).sort()).toEqual([`bun-${version}`, 'calls']);
    expect(notes).toEqual([expect.stringMatching(/^fetching Bun .*, once$/)]);
  });

  it.each([
    ['npm is not on the PATH', null],
    [
      'ENOTFOUND: request to x failed',
      "printf 'npm error code ENOTFOUND\\nnpm error request to x failed\\n' >&2; exit 1",
    ],
  ])('that cannot be fetched is left out with a reason: %s', async (reason, script) => {
    const cache = newFolder();
    const env = script === null ? { PATH: '/nowhere' } : fakeNpm(script);
    const finding = await prepareEngine('deno', { env, cache });
    const { version } = engines.find(({ name }) => name === 'deno')!;
    expect(finding).toEqual({ ready: false, reason: `Deno ${version} can't be fetched (${reason})` });
    expect(readdirSync(cache)).toEqual([]);
  });

  it('whose package lacks its program is left out', async () => {
    const finding = await prepareEngine('deno', { env: fakeNpm('mkdir node_modules'), cache: newFolder() });
    expect(finding).toEqual({ ready: false, reason: expect.stringMatching(/^@deno\/.* has no deno$/) });
  });

  it('whose fetching is interrupted leaves nothing', async () => {
    const cache = newFolder();
    const controller = new AbortController();
    const env = fakeNpm('exec sleep 60');
    const note = () => controller.abort();
    await expect(prepareEngine('bun', { env, cache, note, signal: controller.signal })).rejects.toThrow();
    expect(readdirSync(cache)).toEqual([]);
  });
});

/** The engines that someone has fetched into this workspace. */
const present = engines.filter(({ name, version }) =>
  existsSync(join(root, `node_modules/.cache/engines/${name}-${version}`)),
);

describe.each(present)('on $title', { timeout: 60_000 }, ({ name, title, version }) => {
  it('a conformance test passes on the async server', async () => {
    const [stdout, stderr] = [new Screen(), new Screen()];
    const io: CliIO = { stdout, stderr, signal: new AbortController().signal };
    const args = ['--engine', name, '-t', 'async,go', '--test', 'keeps its term$'];
    expect(await conformance(args, io)).toBe(0);
    expect(stdout.text).toMatch(`on ${title} ${version}:\nasync, seed 1: 1 passed`);
    expect(stdout.text).not.toContain('go,');
  });

  it('the threads of raft-workers run, or the reason is one line', async () => {
    const finding = await prepareEngine(name, {});
    const reason = finding.ready ? await missingOn(finding.engine, 'workers') : finding.reason;
    expect(reason ?? '').toMatch(/^.{0,300}$/);
    expect(reason === null).toBe(name === 'bun');
  });
});
