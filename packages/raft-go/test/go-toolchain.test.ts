// Finding Go, and building its programs.

import { chmodSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { binFolder, buildGoCommands, findGo, isAtLeast, requiredVersion } from '../src/go-toolchain.ts';

function newFolder(prefix: string): string {
  const folder = mkdtempSync(join(tmpdir(), prefix));
  onTestFinished(() => rmSync(folder, { recursive: true }));
  return folder;
}

function moduleAsking(version: string): string {
  const folder = newFolder('go-module-');
  writeFileSync(join(folder, 'go.mod'), `module example\n\ngo ${version}\n`);
  return folder;
}

/** A PATH on which `go` is a script. */
function pathWithGo(script: string): NodeJS.ProcessEnv {
  const folder = newFolder('fake-go-');
  writeFileSync(join(folder, 'go'), `#!/bin/sh\n${script}\n`);
  chmodSync(join(folder, 'go'), 0o755);
  return { PATH: folder };
}

test('a missing Go is one line that says which and where to get it', async () => {
  const finding = await findGo(moduleAsking('1.26'), { env: { PATH: '/nowhere' } });
  expect(finding).toEqual({
    found: false,
    reason: 'Go 1.26 or newer is not installed: get it from https://go.dev/dl/ and put it on the PATH',
  });
});

test('a Go that is too old is named with its version', async () => {
  const finding = await findGo(moduleAsking('1.26'), { env: pathWithGo('echo go1.22.3') });
  expect(finding).toMatchObject({ found: false, reason: expect.stringContaining('this is go1.22.3') });
});

test('a fitting Go is found with its version', async () => {
  const finding = await findGo(moduleAsking('1.26'), { env: pathWithGo('echo go1.26.8') });
  expect(finding).toEqual({ found: true, version: 'go1.26.8' });
});

test('a broken Go is not called missing, and its complaint is quoted', async () => {
  const env = pathWithGo('echo "go: cannot find GOROOT directory: /x" >&2; exit 2');
  const { reason } = (await findGo(moduleAsking('1.26'), { env })) as { reason: string };
  expect(reason).toContain('does not work (go: cannot find GOROOT directory: /x)');
  expect(reason).not.toContain('not installed');
  const silent = await findGo(moduleAsking('1.26'), { env: pathWithGo('exit 3') });
  expect(silent).toMatchObject({ found: false, reason: expect.stringContaining('go exits with 3') });
});

test('a build takes no stamp from a version control that may belong to another user', async () => {
  const module = moduleAsking('1.26');
  await buildGoCommands(module, { env: pathWithGo(`echo "$@" > ${join(module, 'arguments')}`) });
  expect(readFileSync(join(module, 'arguments'), 'utf8')).toContain('-buildvcs=false');
});

test("a module that can't be written to is built in the user's cache", () => {
  const module = moduleAsking('1.26');
  expect(binFolder(module)).toBe(join(module, 'bin'));
  expect(binFolder('/nowhere')).toMatch(/raft-three-ways\/go-[0-9a-f]{12}$/);
});

test('a failing build says what Go complains of, after its news and headings', async () => {
  const said = [
    'go: downloading example.org v1',
    '# example/cmd',
    'main.go:3:1: syntax error',
    'main.go:4:1: x',
  ];
  const env = pathWithGo(`printf '%s\\n' ${said.map((line) => `'${line}'`).join(' ')} >&2; exit 1`);
  await expect(buildGoCommands(moduleAsking('1.26'), { env })).rejects.toThrow(
    "the Go commands don't build: main.go:3:1: syntax error; main.go:4:1: x",
  );
});

test('a failing build without a place in a file says what the compiler said', async () => {
  const env = pathWithGo('echo "# example/cmd" >&2; echo "main.go:3:1: syntax error" >&2; exit 1');
  await expect(buildGoCommands(moduleAsking('1.26'), { env })).rejects.toThrow(
    "the Go commands don't build: main.go:3:1: syntax error",
  );
});

test('versions compare by number, not by letter', () => {
  expect(isAtLeast('go1.26.8', '1.26')).toBe(true);
  expect(isAtLeast('go1.26', '1.26.1')).toBe(false);
  expect(isAtLeast('go1.9', '1.26')).toBe(false);
  expect(isAtLeast('go2.0', '1.26')).toBe(true);
  expect(isAtLeast('devel', '1.26')).toBe(true);
});

test('the required version is read from go.mod', () => {
  expect(requiredVersion('module x\n\ngo 1.26.1\n\nrequire y v1\n')).toBe('1.26.1');
});
