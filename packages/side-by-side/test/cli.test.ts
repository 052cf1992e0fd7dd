// `pnpm read`: what it prints, serves and leaves.

import { once } from 'node:events';
import { mkdtempDisposableSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Screen } from '@three-ways/command-line';
import { describe, expect, it } from 'vitest';
import { main } from '../src/cli.ts';

async function run(args: readonly string[], signal = new AbortController().signal) {
  const [stdout, stderr] = [new Screen(), new Screen()];
  const code = await main(args, { stdout, stderr, signal });
  return { code, stdout: stdout.text, stderr: stderr.text };
}

describe('pnpm read', () => {
  it.each([
    [['--port', '0'], '--port'],
    [['--out', 'somewhere'], '--out is for --build'],
    [['--build', '--port', '80'], '--build serves nothing'],
    [['--repository', 'here'], '--repository'],
    [['--bild'], 'Did you mean --build?'],
  ])('refuses %j in one line', async (args, message) => {
    const { code, stdout, stderr } = await run(args);
    expect({ code, stdout }).toEqual({ code: 2, stdout: '' });
    expect(stderr).toMatch(/^error: [^\n]+\n$/);
    expect(stderr).toContain(message);
  });

  it('writes files that need no server, and replaces those of an earlier page', async () => {
    using folder = mkdtempDisposableSync(join(tmpdir(), 'side-by-side-'));
    const out = join(folder.path, 'page');
    const { code, stdout } = await run(['--build', '--out', out]);
    expect(code).toBe(0);
    expect(stdout).toMatch(/^wrote .*index\.html\n$/);
    expect(readdirSync(out)).toEqual(
      expect.arrayContaining(['index.html', 'page.js', 'servers.html', 'source']),
    );
    expect(readFileSync(join(out, 'servers.html'), 'utf8')).not.toMatch(/type=module|crossorigin/);
  });

  it('says in one line that it cannot write', async () => {
    using folder = mkdtempDisposableSync(join(tmpdir(), 'side-by-side-'));
    const file = join(folder.path, 'file');
    writeFileSync(file, '');
    const { code, stderr } = await run(['--build', '--out', file]);
    expect(code).toBe(2);
    expect(stderr).toMatch(/^error: can't write to [^\n]*name another with --out[^\n]*\n$/);
  });

  it('serves the page on this machine until it is interrupted', async () => {
    const interruption = new AbortController();
    const stdout = new Screen();
    const ended = main(['--no-open'], { stdout, stderr: new Screen(), signal: interruption.signal });
    while (stdout.text === '') await new Promise(setImmediate);
    const [address] = /http:\/\/127\.0\.0\.1:\d+\//.exec(stdout.text)!;
    const [page, missing, posted] = await Promise.all([
      fetch(address),
      fetch(`${address}nothing`),
      fetch(address, { method: 'POST' }),
    ]);
    expect([page.status, missing.status, posted.status]).toEqual([200, 404, 405]);
    expect(await page.text()).toContain('The code side by side');
    interruption.abort();
    expect(await ended).toBe(0);
    await expect(fetch(address)).rejects.toThrow();
  });

  it('says in one line that the port it was given is taken', async () => {
    await using other = createServer();
    other.listen(0, '127.0.0.1');
    await once(other, 'listening');
    const { port } = other.address() as AddressInfo;
    const { code, stderr } = await run(['--no-open', '--port', String(port)]);
    expect(code).toBe(2);
    expect(stderr).toMatch(/^error: can't serve on port \d+ [^\n]*give another --port[^\n]*\n$/);
  });
});
