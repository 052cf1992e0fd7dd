// Finding Go, and building its programs.

import { chmodSync, mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { buildGoCommands, findGo, isAtLeast, requiredVersion } from '../src/go-toolchain.ts';

function moduleAsking(version: string): string {
  const folder = mkdtempSync(join(tmpdir(), 'go-module-'));
  writeFileSync(join(folder, 'go.mod'), `module example\n\ngo ${version}\n`);
  return folder;
}

/** A PATH on which `go` is a script. */
function pathWithGo(script: string): NodeJS.ProcessEnv {
  const folder = mkdtempSync(join(tmpdir(), 'fake-go-'));
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

test('a failing build says what the compiler said first', async () => {
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
