// The concurrency idioms in each model, found by their files' names.

import { existsSync, globSync } from 'node:fs';
import { basename, join } from 'node:path';
import type { Model } from '../counting/blocking-calls.ts';
import { type Measures, measure } from '../counting/measure.ts';
import { UnknownSymbol } from '../parsing/errors.ts';
import { readSource } from '../parsing/parse.ts';
import type { SourceFile } from '../parsing/source-file.ts';
import { findSymbol } from '../parsing/symbols.ts';
import { namedDescendants, type SyntaxNode } from '../parsing/syntax-node.ts';
import { workspace } from './root.ts';
import { withUsed } from './used-symbols.ts';

/** The idioms in the order of their numbers, with the name of each one's function in TypeScript. */
export const idioms = {
  race: 'race',
  'hand-off': 'handOff',
  join: 'join',
  'critical-section': 'criticalSection',
  'wait-group': 'gatherVotes',
  'restartable-timer': 'restartableTimer',
  select: 'select',
  cancellation: 'cancelDeep',
  'bounded-queue': 'boundedQueue',
  event: 'wakeAll',
  ring: 'ring',
  'spawn-tree': 'spawnTree',
  signal: 'signalTask',
  pipe: 'pipe',
  switch: 'takeTurns',
} as const;

export type Idiom = keyof typeof idioms;

interface Home {
  /** The first of these that exists. */
  readonly folders: readonly string[];
  readonly extension: string;
  /** An idiom's file and function, in the language's spelling. */
  readonly fileOf: (idiom: string) => string;
  readonly functionOf: (name: string) => string;
}

const typescript = { extension: '.ts', fileOf: (name: string) => name, functionOf: (name: string) => name };
const python = { extension: '.py', fileOf: snakeCase, functionOf: snakeCase };
const inTypeScript = 'packages/idioms/src';
const inPython = 'bench/baselines/python/idioms';

const homes: Readonly<Record<Model, Home>> = {
  async: { ...typescript, folders: [`${inTypeScript}/async`] },
  coroutines: { ...typescript, folders: [`${inTypeScript}/coroutines`] },
  workers: { ...typescript, folders: [`${inTypeScript}/workers`] },
  processes: { ...typescript, folders: [`${inTypeScript}/processes`] },
  goroutines: {
    folders: ['go-reference/idioms'],
    extension: '.go',
    fileOf: snakeCase,
    functionOf: (name) => name[0]!.toUpperCase() + name.slice(1),
  },
  'python-threads': { ...python, folders: [`${inPython}/threads`] },
  'python-gevent': {
    ...python,
    folders: ['gevent', 'idioms_gevent', 'greenlets'].map((name) => `${inPython}/${name}`),
  },
};

const functions = /^(?:(?:generator_)?function_declaration|arrow_function|function_definition)$/;

export const idiomModels = Object.keys(homes) as readonly Model[];

/** An idiom in a model. */
export interface IdiomFigures {
  readonly idiom: Idiom;
  readonly model: Model;
  /** Relative to the workspace; null if there is none. */
  readonly file: string | null;
  /** Of its function, and of what this uses of its own file; null if the model does not have it. */
  readonly measures: Measures | null;
  /** Of the whole file. */
  readonly wholeFile: Measures | null;
  /** Why there are no figures: `no file`, or what the model says in the code's place. */
  readonly missing: string | null;
}

/**
 * Measures each idiom in each model. What a model has not, or not yet, is reported as missing.
 *
 * @param root the workspace
 * @throws SyntaxFault
 */
export function measureIdioms(root = workspace): IdiomFigures[] {
  return (Object.keys(idioms) as Idiom[]).flatMap((idiom) =>
    idiomModels.map((model) => measureIdiom(idiom, model, root)),
  );
}

function measureIdiom(idiom: Idiom, model: Model, root: string): IdiomFigures {
  const home = homes[model];
  const folder = home.folders.find((name) => existsSync(join(root, name)));
  const file = `${folder}/${home.fileOf(idiom)}${home.extension}`;
  const nothing = { idiom, model, file: null, measures: null, wholeFile: null };
  if (folder === undefined || !existsSync(join(root, file))) return { ...nothing, missing: 'no file' };
  const source = readSource(join(root, file));
  const name = home.functionOf(idioms[idiom]);
  const symbol = symbolOrNull(source, name);
  if (symbol === null) return { ...nothing, file, missing: `no ${name} in the file` };
  if (!isFunction(symbol.node)) return { ...nothing, file, missing: reasonIn(symbol.node) };
  const measures = measure(withUsed(symbol), model);
  return { idiom, model, file, measures, wholeFile: measure(source, model), missing: null };
}

/** Files of a model that are no idiom: what several idioms share, and what only the bench uses. */
export interface SharedFigures {
  readonly model: Model;
  readonly files: readonly string[];
  /** Null if there are none. */
  readonly measures: Measures | null;
}

/**
 * @param root the workspace
 * @throws SyntaxFault
 */
export function measureShared(root = workspace): SharedFigures[] {
  return idiomModels.map((model) => {
    const files = sharedFiles(model, root);
    const sources = files.map((file) => readSource(join(root, file)));
    return { model, files, measures: files.length === 0 ? null : measure(sources, model) };
  });
}

function sharedFiles(model: Model, root: string): string[] {
  const { folders, extension, fileOf } = homes[model];
  const own = new Set(Object.keys(idioms).map((idiom) => fileOf(idiom) + extension));
  const apart = /^(?:index\.ts|rows.*|__init__\.py|doc\.go|.*_test\.go|.*\.test\.ts)$/;
  const patterns = folders.map((folder) => `${folder}/*${extension}`);
  return globSync(patterns, { cwd: root })
    .filter((file) => !own.has(basename(file)) && !apart.test(basename(file)))
    .sort();
}

function symbolOrNull(source: SourceFile, name: string) {
  try {
    return findSymbol(source, name);
  } catch (error) {
    if (error instanceof UnknownSymbol) return null;
    throw error;
  }
}

function isFunction(node: SyntaxNode): boolean {
  return namedDescendants(node).some(({ type }) => functions.test(type));
}

/** What stands in the code's place: the first string of the declaration. */
function reasonIn(node: SyntaxNode): string {
  const text = namedDescendants(node).find(({ type }) => /string/.test(type))?.text ?? 'missing';
  return text.replaceAll(/^["'`]+|["'`]+$/g, '');
}

/** `wait_group` of `wait-group` and of `waitGroup`. */
function snakeCase(name: string): string {
  return name.replaceAll('-', '_').replaceAll(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`);
}
