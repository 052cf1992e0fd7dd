// Dependencies point one way: between packages, and between the folders of each. Between files, the linter checks.

import { existsSync, globSync, readFileSync } from 'node:fs';
import { dirname, join, normalize } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';

type Graph = ReadonlyMap<string, ReadonlySet<string>>;

const root = fileURLToPath(new URL('../../', import.meta.url));
const scope = '@three-ways/';
const runtimes = ['raft-async', 'raft-coroutines', 'raft-workers', 'raft-go'];
const folders = [...globSync('packages/*', { cwd: root }), 'bench', 'paper', 'scripts'].filter((folder) =>
  existsSync(join(root, folder, 'package.json')),
);
const packages: Graph = new Map(folders.map((folder) => [folder.split('/').at(-1)!, dependenciesOf(folder)]));

function dependenciesOf(folder: string): Set<string> {
  const { dependencies, devDependencies } = JSON.parse(
    readFileSync(join(root, folder, 'package.json'), 'utf8'),
  );
  const names = Object.keys({ ...dependencies, ...devDependencies });
  return new Set(names.filter((name) => name.startsWith(scope)).map((name) => name.slice(scope.length)));
}

/** A package's folders, and which of them import from which. A test may import from everywhere. */
function foldersOf(folder: string): Graph {
  const graph = new Map<string, Set<string>>();
  const exclude = ['**/node_modules', '**/dist', '**/*.test.ts'];
  for (const file of globSync('**/*.ts', { cwd: join(root, folder), exclude })) {
    const from = dirname(file);
    const imported = graph.get(from) ?? new Set();
    graph.set(from, imported);
    const text = readFileSync(join(root, folder, file), 'utf8');
    for (const [, path] of text.matchAll(/(?:from |import |import\()'(\.[^']+)'/g)) {
      const to = dirname(normalize(join(from, path!)));
      if (to !== from) imported.add(to);
    }
  }
  return graph;
}

/** A circle in the graph, as a path; null if there is none. */
function circleIn(graph: Graph): string | null {
  const done = new Set<string>();
  const visit = (node: string, path: readonly string[]): string | null => {
    if (path.includes(node)) return [...path.slice(path.indexOf(node)), node].join(' -> ');
    if (done.has(node)) return null;
    for (const next of graph.get(node) ?? []) {
      const circle = visit(next, [...path, node]);
      if (circle !== null) return circle;
    }
    done.add(node);
    return null;
  };
  for (const node of graph.keys()) {
    const circle = visit(node, []);
    if (circle !== null) return circle;
  }
  return null;
}

/** All that a package depends on, directly or not. */
function reachableFrom(name: string, seen = new Set<string>()): Set<string> {
  for (const next of packages.get(name) ?? [])
    if (!seen.has(next)) {
      seen.add(next);
      reachableFrom(next, seen);
    }
  return seen;
}

describe('packages', () => {
  it('depend on each other in one direction', () => {
    expect(circleIn(packages)).toBeNull();
  });

  it.each(runtimes)('%s depends on no other runtime', (name) => {
    const reachable = reachableFrom(name);
    expect(runtimes.filter((other) => other !== name && reachable.has(other))).toEqual([]);
  });

  it('source-code reads the others as text', () => {
    expect([...reachableFrom('source-code')]).toEqual(['command-line']);
  });

  it.each(['raft-core', 'greenlet', 'thread-channel', 'command-line', 'charts'])(
    '%s needs no other package',
    (name) => {
      const { dependencies = {} } = JSON.parse(
        readFileSync(join(root, 'packages', name, 'package.json'), 'utf8'),
      );
      expect(Object.keys(dependencies).filter((other) => other.startsWith(scope))).toEqual([]);
    },
  );
});

describe.each(folders)('the folders of %s', (folder) => {
  it('import from each other in one direction', () => {
    expect(circleIn(foldersOf(folder))).toBeNull();
  });
});
