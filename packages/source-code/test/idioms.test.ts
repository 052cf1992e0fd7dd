// How the idioms are found, in folders like those of the workspace.

import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { comparisonsFor } from '../src/report/comparisons.ts';
import { idiomModels, idioms, measureIdioms, measureShared } from '../src/subjects/idioms.ts';

const root = mkdtempSync(join(tmpdir(), 'idioms-'));
afterAll(() => rmSync(root, { recursive: true }));

const files = {
  'packages/idioms/src/async/hand-off.ts': `import { a } from 'a';
const limit = 3;
const unused = 4;
export async function handOff(): Promise<number> {
  return await other(limit);
}
function other(count: number): Cells { return count; }
interface Cells { readonly other: number }
export async function onlyForTheBench() { await handOff(); }
`,
  'packages/idioms/src/async/queue.ts': 'export class Queue {}\n',
  'packages/idioms/src/async/index.ts': "export { handOff } from './hand-off.ts';\n",
  'packages/idioms/src/coroutines/hand-off.ts': 'export function* handOff() {\n  yield* sleep(1);\n}\n',
  'packages/idioms/src/workers/spawn-tree.ts':
    "export const spawnTree: Missing = missing('Threads are too large.', 'a pool');\n",
  'packages/idioms/src/workers/hand-off.ts': 'export function handOf() {}\n',
  'go-reference/idioms/hand_off.go': `package idioms

type pair struct{ a, b int }

// HandOff hands off.
func HandOff() int {
	done := make(chan pair)
	return (<-done).sum()
}

func (p pair) sum() int { return p.a + p.b }

func unused() {}
`,
  'go-reference/idioms/idioms_test.go': 'package idioms\n',
  'bench/baselines/python/idioms/greenlets/hand_off.py':
    'LIMIT = 3\n\n\ndef hand_off():\n    other(LIMIT).join()\n\n\ndef other(other): return names.unused\n\n\ndef unused(): pass\n',
  'bench/baselines/python/idioms/threads/spawn_tree.py':
    'SPAWN_TREE = "unused"\nspawn_tree = "Threads are too large."\n',
};
for (const [file, text] of Object.entries(files)) {
  mkdirSync(join(root, dirname(file)), { recursive: true });
  writeFileSync(join(root, file), text);
}

const all = measureIdioms(root);
const find = (idiom: string, model: string) =>
  all.find((each) => each.idiom === idiom && each.model === model)!;

describe('an idiom', () => {
  it('is looked for in every model', () => {
    expect(all).toHaveLength(Object.keys(idioms).length * idiomModels.length);
  });

  it('is its function with what this uses of its file', () => {
    expect(find('hand-off', 'async')).toMatchObject({
      file: 'packages/idioms/src/async/hand-off.ts',
      measures: { lines: 6, statements: 7, waits: 1, primitiveWaits: 0, functions: 2, complexity: 2 },
      wholeFile: { lines: 9, linesWithoutImports: 8, functions: 3 },
      missing: null,
    });
    expect(find('hand-off', 'goroutines')).toMatchObject({
      measures: { lines: 6, waits: 1, functions: 2 },
      wholeFile: { lines: 8, functions: 3 },
    });
    expect(find('hand-off', 'python-gevent')).toMatchObject({
      measures: { lines: 4, waits: 1, functions: 2 },
    });
  });

  it('that a model has not, or not yet, is reported', () => {
    expect(find('race', 'async')).toMatchObject({ file: null, measures: null, missing: 'no file' });
    expect(find('race', 'processes')).toMatchObject({ file: null, measures: null, missing: 'no file' });
    expect(find('hand-off', 'workers')).toMatchObject({ measures: null, missing: 'no handOff in the file' });
    for (const model of ['workers', 'python-threads'])
      expect(find('spawn-tree', model)).toMatchObject({ measures: null, missing: 'Threads are too large.' });
  });

  it('is compared in the models that have any, if all of these have it', () => {
    const compared = comparisonsFor([], all).filter(({ kind }) => kind === 'length');
    expect(compared.map(({ subject }) => subject)).toEqual([
      'idioms (1 of 1)',
      'idioms, whole files (1 of 1)',
    ]);
    const [byLines] = compared[0]!.orderings;
    expect(byLines!.values).toEqual([
      ['coroutines', 3],
      ['python-gevent', 4],
      ['async', 6],
      ['goroutines', 6],
    ]);
    expect(compared[0]!.always).toContainEqual(['coroutines', 'async']);
    expect(compared[0]!.always).not.toContainEqual(['async', 'goroutines']);
  });
});

describe('what idioms share', () => {
  it('is measured, without lists and tests', () => {
    const shared = measureShared(root);
    expect(shared.find(({ model }) => model === 'async')).toMatchObject({
      files: ['packages/idioms/src/async/queue.ts'],
      measures: { lines: 1 },
    });
    expect(shared.find(({ model }) => model === 'goroutines')).toMatchObject({ files: [], measures: null });
  });
});
