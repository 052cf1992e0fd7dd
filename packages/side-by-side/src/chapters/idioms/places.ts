// Where the idioms are: one file each in every model.

import type { Column } from '../../chapter/chapter.ts';

type Names = Readonly<Partial<Record<Column | 'python' | '*', readonly string[]>>>;

const typescript = ['async', 'coroutines', 'workers', 'processes'] as const;
const python = { 'python-threads': 'threads', 'python-gevent': 'gevent' } as const;

/**
 * An idiom's parts in every model.
 *
 * @param idiom as in its files' names: `wait-group`
 * @param names symbols by column; `*`: of the four in TypeScript, `python`: of both in Python
 */
export function inIdioms(idiom: string, names: Names): Record<string, readonly string[]> {
  const snake = idiom.replaceAll('-', '_');
  const inFile = (file: string, symbols: readonly string[] = []) => symbols.map((name) => `${file}#${name}`);
  const columns = [
    ...typescript.map(
      (model) =>
        [model, inFile(`packages/idioms/src/${model}/${idiom}.ts`, names[model] ?? names['*'])] as const,
    ),
    ...Object.entries(python).map(
      ([column, folder]) =>
        [
          column,
          inFile(
            `bench/baselines/python/idioms/${folder}/${snake}.py`,
            names[column as Column] ?? names.python,
          ),
        ] as const,
    ),
    ['goroutines', inFile(`go-reference/idioms/${snake}.go`, names.goroutines)] as const,
  ];
  return Object.fromEntries(columns);
}
