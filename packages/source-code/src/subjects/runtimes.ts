// The Raft runtimes, in parts: which file has which role is in roles.json.

import { globSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Model } from '../counting/blocking-calls.ts';
import { type Measures, measure } from '../counting/measure.ts';
import { readSource } from '../parsing/parse.ts';
import { workspace } from './root.ts';

export const runtimes = ['async', 'coroutines', 'workers', 'goroutines'] as const satisfies readonly Model[];
export type Runtime = (typeof runtimes)[number];

/**
 * `serverFile` is the file `server`; `serverRest` what Go keeps of a server in other files; `concurrency` the rest of the
 * concurrent code; `scaffolding` the cluster around the servers: network, clock, threads; `library` what the model needs and
 * its platform does not have; `support` the contract and the application.
 */
export type Role =
  | 'rules'
  | 'serverFile'
  | 'serverRest'
  | 'concurrency'
  | 'scaffolding'
  | 'library'
  | 'support'
  | 'tests';

/** Patterns of files, relative to the workspace; with `!` in front, of files to leave out. */
export type Roles = Readonly<Record<Role, readonly string[]>>;

/** What is measured together, in the order of the tables. */
export const runtimeParts: Readonly<Record<string, readonly Role[]>> = {
  rules: ['rules'],
  'server file': ['serverFile'],
  'whole server': ['serverFile', 'serverRest'],
  concurrency: ['serverFile', 'serverRest', 'concurrency'],
  scaffolding: ['scaffolding'],
  'whole runtime': ['serverFile', 'serverRest', 'concurrency', 'scaffolding'],
  library: ['library'],
  support: ['support'],
  tests: ['tests'],
};

export interface RuntimePart {
  readonly part: string;
  readonly model: Runtime;
  readonly files: readonly string[];
  /** Null if the model has no such part. */
  readonly measures: Measures | null;
}

export function readRoles(): Readonly<Record<Runtime, Roles>> {
  return JSON.parse(readFileSync(new URL('../../roles.json', import.meta.url), 'utf8'));
}

/** The files of a role, relative to the workspace. */
export function filesIn(patterns: readonly string[]): string[] {
  const exclude = patterns.filter((pattern) => pattern.startsWith('!')).map((pattern) => pattern.slice(1));
  const include = patterns.filter((pattern) => !pattern.startsWith('!'));
  return globSync(include, { cwd: workspace, exclude }).sort();
}

/**
 * Measures parts of each runtime, all unless named.
 *
 * @throws SyntaxFault
 */
export function measureRuntimes(parts: readonly string[] = Object.keys(runtimeParts)): RuntimePart[] {
  const roles = readRoles();
  const sources = new Map<string, ReturnType<typeof readSource>>();
  return parts.flatMap((part) =>
    runtimes.map((model) => {
      const files = runtimeParts[part]!.flatMap((role) => filesIn(roles[model][role]));
      const parsed = files.map((file) => sources.getOrInsertComputed(file, readBelowRoot));
      return { part, model, files, measures: files.length === 0 ? null : measure(parsed, model) };
    }),
  );
}

function readBelowRoot(file: string) {
  return readSource(join(workspace, file));
}
