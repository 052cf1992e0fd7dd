// Where the four servers are.

import type { ByColumn } from '../../chapter/chapter.ts';

const go = 'go-reference/goroutines';

/** Methods of this name in the file `server` of each model. */
export function inServer(...names: readonly string[]): Record<string, readonly string[]> {
  return inFile('server', 'Server', names);
}

/** The same in the file `clients`. */
export function inClients(...names: readonly string[]): Record<string, readonly string[]> {
  return inFile('clients', 'Clients', names);
}

/** Steps that Go takes under its lock. */
export function locked(...names: readonly string[]): string[] {
  return names.map((name) => `${go}/locked.go#server.${name}`);
}

/** Steps by which requests begin and end in Go. */
export function requests(...names: readonly string[]): string[] {
  return names.map((name) => `${go}/requests.go#server.${name}`);
}

export function goFile(file: string, ...names: readonly string[]): string[] {
  return names.map((name) => `${go}/${file}.go#server.${name}`);
}

/** Columns with more parts, or fewer, than those of the same names. */
export function adding(
  columns: Readonly<Record<string, readonly string[]>>,
  more: Readonly<Record<string, readonly string[]>>,
): ByColumn<readonly string[]> {
  const added = Object.entries(more).map(([column, parts]) => [
    column,
    [...(columns[column] ?? []), ...parts],
  ]);
  return { ...columns, ...Object.fromEntries(added) };
}

function inFile(
  file: string,
  className: string,
  names: readonly string[],
): Record<string, readonly string[]> {
  const inTypeScript = (model: string) =>
    names.map((name) => `packages/raft-${model}/src/${file}.ts#${className}.${name}`);
  return {
    async: inTypeScript('async'),
    coroutines: inTypeScript('coroutines'),
    workers: inTypeScript('workers'),
    goroutines: names.map((name) => `${go}/${file}.go#server.${name}`),
  };
}
