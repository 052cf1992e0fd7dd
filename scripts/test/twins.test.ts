// Twins have the same files, with the same functions in the same order.

import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';

/** Packages and their Go twins. */
const twins = [
  ['raft-core', 'raft'],
  ['raft-kv', 'kv'],
  ['raft-cluster', 'cluster'],
] as const;

/** Files without a Go twin: a package's exports, what Go's library has, and what threads and processes need. */
const inTypeScriptOnly = ['index.ts', 'fnv.ts', 'on-abort.ts', 'pending-map.ts', 'remote-listening.ts'];

const files = twins.flatMap(([name, goName]) => {
  const folder = new URL(`../../packages/${name}/src/`, import.meta.url);
  const goFolder = new URL(`../../go-reference/${goName}/`, import.meta.url);
  const sources = readdirSync(folder).filter((file) => !inTypeScriptOnly.includes(file));
  return sources.map((file) => ({ name: `${name}/${file}`, file, folder, goFolder }));
});

/** Where Go's naming or library differs: the Go name, or null where Go needs no function. */
const inGoCalled: Readonly<Record<string, string | null>> = {
  newRaft: 'New',
  peersOf: 'Peers',
  lastIncludedIndexOf: 'lastIncludedIndex',
  settings: 'Complete',
  faultRules: 'Check',
  configurationChange: 'CheckChange',
  readOptions: 'Check',
  // Checked by Go's compiler; unset settings are zero values.
  requireObject: null,
  requireFields: null,
  isOneOf: null,
  requireFlag: null,
  bytesOf: null,
  proposeOptions: null,
  requestOptions: null,
  requireSignal: null,
  requireListener: null,
  integer: null,
  flag: null,
  compareBytes: null,
};

/** Functions and methods of a TypeScript file, in order. */
function functionsOfTypeScript(source: URL): string[] {
  const text = readFileSync(source, 'utf8');
  const defined =
    /^(?:export )?(?:async )?function (\w+)|^ {2}(?:private |readonly |static |async |get )*\*?(\w+)(?: = )?\(.*\).*\{$/gm;
  const names = Array.from(text.matchAll(defined), ([, name, method]) => (name ?? method)!);
  return names.filter((name) => !['constructor', 'if', 'for', 'switch', 'while', 'function'].includes(name));
}

/** Functions and methods of a Go file, in lower case, because case is visibility there. */
function functionsOfGo(source: URL): string[] {
  const text = readFileSync(source, 'utf8');
  return Array.from(text.matchAll(/^func (?:\([^)]*\) )?(\w+)/gm), ([, name]) => name!.toLowerCase());
}

describe.each(files)('$name', ({ file, folder, goFolder }) => {
  const twin = new URL(file.replaceAll('-', '_').replace(/\.ts$/, '.go'), goFolder);

  it('has a Go twin of the same name', () => {
    expect(existsSync(twin)).toBe(true);
  });

  it('has the same functions in the same order in Go', () => {
    const inTypeScript = functionsOfTypeScript(new URL(file, folder)).flatMap((name) => {
      const renamed = inGoCalled[name];
      return renamed === null ? [] : [(renamed ?? name).toLowerCase()];
    });
    const inGo = functionsOfGo(twin);
    expect(inGo.filter((name) => inTypeScript.includes(name))).toEqual(inTypeScript);
  });
});

/** Functions of the twins, in order. */
const sideBySide = {
  server: [
    ...['run', 'runElectionTimer', 'campaign', 'askForVote', 'lead', 'replicateToMembers', 'replicateTo'],
    ...['writeLog', 'verifyLeader', 'checkQuorum', 'applyCommitted', 'receive', 'send', 'persist'],
    ...['react', 'stepDown'],
  ],
  clients: [
    ...['propose', 'forward', 'serve', 'answered', 'read', 'serveReads', 'askForReadIndex'],
    ...[
      'readConfirmed',
      'readAnswered',
      'readOnceApplied',
      'answerReads',
      'transfer',
      'change',
      'leaderChanged',
    ],
    ...['deposed', 'expireRequests', 'rejectAll'],
  ],
} as const;

/** Folder of each runtime's `server` and `clients`. */
const runtimes = [
  { name: 'raft-async', folder: '../../packages/raft-async/src/', ending: 'ts' },
  { name: 'raft-coroutines', folder: '../../packages/raft-coroutines/src/', ending: 'ts' },
  { name: 'raft-workers', folder: '../../packages/raft-workers/src/', ending: 'ts' },
  { name: 'goroutines', folder: '../../go-reference/goroutines/', ending: 'go' },
];

describe.each(runtimes)('$name', ({ folder, ending }) => {
  it.each(['server', 'clients'] as const)('has the functions of a %s in order', (part) => {
    const source = new URL(`${folder}${part}.${ending}`, import.meta.url);
    const found = ending === 'go' ? functionsOfGo(source) : functionsOfTypeScript(source);
    const wanted = sideBySide[part].map((name) => name.toLowerCase());
    const names = found.map((name) => name.toLowerCase()).filter((name) => wanted.includes(name));
    expect(names).toEqual(wanted);
  });
});
