// The output and exit codes of `pnpm measure-code`.

import { execFile } from 'node:child_process';
import { join } from 'node:path';
import { Screen } from '@three-ways/command-line';
import { describe, expect, it } from 'vitest';
import { main } from '../src/cli.ts';
import { workspace } from '../src/subjects/root.ts';

async function run(...args: string[]) {
  const [stdout, stderr] = [new Screen(), new Screen()];
  const code = await main(args, { stdout, stderr, signal: new AbortController().signal });
  return { out: stdout.text, err: stderr.text, code };
}

const server = join(workspace, 'packages/raft-async/src/server.ts');

describe('wrong usage', () => {
  it.each([
    [['rust'], 'rust is no file, idiom or model: give idioms, runtimes, orderings, an idiom (race …)'],
    [['toString'], 'toString is no file'],
    [['--json', '--csv'], 'give --json or --csv, not both'],
    [['orderings', '--csv'], 'orderings have no CSV: give --json'],
    [['--xml'], "unknown option '--xml'"],
    [[join(workspace, 'README.md')], 'README.md is not in a known language'],
    [[`${server}#Server.lives`], 'server.ts has no symbol Server.lives'],
    [[`${server}#Server.leads`], 'server.ts has no symbol Server.leads'],
  ])('%j is explained in one line', async (args, what) => {
    const { out, err, code } = await run(...args);
    expect(err).toContain(what);
    expect(err).toMatch(/^error: [^\n]+; see pnpm measure-code --help\n$/);
    expect([out, code]).toEqual(['', 2]);
  });
});

describe('pnpm measure-code', { timeout: 60_000 }, () => {
  it('prints what is asked for, in lines of up to 80 characters', async () => {
    const { out, code } = await run();
    const widest = Math.max(...out.split('\n').map((line) => line.length));
    expect([code, widest <= 80]).toEqual([0, true]);
    for (const part of ['idioms: lines', 'runtime ', 'length of server file', 'by every rule: '])
      expect(out).toContain(part);
  });

  it('prints files and symbols', async () => {
    const { out } = await run(`${server}#Server.run`, server);
    expect(out).toMatch(/^ +lines stmts tokens words waits \+calls nest cyclo\n…\S+server.ts#Server.run +7 /);
  });

  it('prints one idiom in all models', async () => {
    const { out } = await run('race');
    expect(out).toMatch(/^idiom +model +lines/);
    expect(out.match(/^race /gm)).toHaveLength(7);
  });

  it('prints all figures as JSON and as CSV', async () => {
    const json = JSON.parse((await run('runtimes', '--json')).out);
    expect(json.runtimes[4]).toMatchObject({
      part: 'server file',
      model: 'async',
      measures: { functions: 27 },
    });
    const [head, ...rows] = (await run('runtimes', '--csv')).out.trim().split('\n');
    expect(head).toMatch(/^kind,name,model,lines,linesWithoutImports,statements,tokens,/);
    expect(rows).toHaveLength(
      json.runtimes.filter(({ measures }: { measures: unknown }) => measures !== null).length,
    );
  });

  it('ends quietly when its reader has gone', async () => {
    const entry = join(workspace, 'packages/source-code/src/main.ts');
    const command = `'${process.execPath}' '${entry}' runtimes --json; echo "code $?" >&2`;
    const err = await new Promise<string>((resolve) => {
      execFile('sh', ['-c', `{ ${command}; } | head -n 1 >/dev/null`], (_error, _out, stderr) =>
        resolve(stderr),
      );
    });
    expect(err).toMatch(/^code (0|141)\n$/); // 0 if all was written before the reader went
  });
});
