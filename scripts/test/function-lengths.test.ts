// Size limits of the rules: every function fits on a screen, and most are short.

import { readdirSync, readFileSync } from 'node:fs';
import { expect, it } from 'vitest';

const folders = ['raft-core', 'raft-kv', 'raft-cluster'].map(
  (name) => new URL(`../../packages/${name}/src/`, import.meta.url),
);

/** Lines of each function and method, from its first line to its closing brace. */
function functionLengths(): { name: string; lines: number }[] {
  const files = folders.flatMap((folder) => readdirSync(folder).map((file) => ({ folder, file })));
  return files.flatMap(({ folder, file }) => {
    const lines = readFileSync(new URL(file, folder), 'utf8').split('\n');
    return lines.flatMap((line, start) => {
      const opened =
        /^()(?:export )?function (\w+)/.exec(line) ??
        /^( {2})(?:private |get )?(?!if|for|while|switch)(\w+)\(.*\{$/.exec(line);
      if (opened === null) return [];
      const close = lines.indexOf(`${opened[1]}}`, start);
      return close < 0 ? [] : [{ name: `${file} ${opened[2]}`, lines: close - start + 1 }];
    });
  });
}

it('no function of the rules is longer than 60 lines, and the median is under 15', () => {
  const functions = functionLengths().sort((a, b) => a.lines - b.lines);
  expect(functions.length).toBeGreaterThan(80);
  expect(functions.filter(({ lines }) => lines > 60)).toEqual([]);
  expect(functions[Math.floor(functions.length / 2)]!.lines).toBeLessThan(15);
});
