// The JavaScript engines that run the same TypeScript sources: Node, which runs everything here, and Bun and Deno, whose programs
// npm packages carry. Those are fetched when they are first asked for.

import { execFile } from 'node:child_process';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { type FetchOptions, fetchPackage, type Platform, thisPlatform } from './fetch-package.ts';

const execute = promisify(execFile);

export type EngineName = 'node' | 'bun' | 'deno';

export interface Engine {
  readonly name: EngineName;
  readonly title: string;
  readonly version: string;
  /** Options before the program's path. */
  readonly flags: readonly string[];
}

/** An engine's program on this machine. */
export interface InstalledEngine extends Engine {
  readonly file: string;
  readonly env: Readonly<Record<string, string>>;
}

/** The reason is one line. */
export type EngineFinding =
  | { readonly ready: true; readonly engine: InstalledEngine }
  | { readonly ready: false; readonly reason: string };

interface FetchedEngine extends Engine {
  /** The package that carries the program for a platform, and the program's path in it; null if there is none. */
  packageFor(platform: Platform): { readonly name: string; readonly program: string } | null;
  /** What its processes have in their environment. */
  readonly env: Readonly<Record<string, string>>;
}

const node: Engine = {
  name: 'node',
  title: 'Node',
  version: process.versions.node,
  flags: ['--expose-gc'],
};

const bun: FetchedEngine = {
  name: 'bun',
  title: 'Bun',
  version: '1.4.5',
  flags: ['--no-install'],
  env: { DO_NOT_TRACK: '1' },
  packageFor({ os, architecture, isMusl }) {
    const cpu = { x64: 'x64', arm64: 'aarch64' }[architecture];
    if (cpu === undefined || !['linux', 'darwin'].includes(os)) return null;
    return { name: `@oven/bun-${os}-${cpu}${isMusl ? '-musl' : ''}`, program: 'bin/bun' };
  },
};

const deno: FetchedEngine = {
  name: 'deno',
  title: 'Deno',
  version: '2.9.6',
  flags: ['run', '--allow-all', '--no-remote', '--no-lock', '--v8-flags=--expose-gc'],
  env: { DENO_NO_UPDATE_CHECK: '1', NO_COLOR: '1' },
  packageFor({ os, architecture, isMusl }) {
    const libc = { linux: '-glibc', darwin: '' }[os as string];
    if (libc === undefined || isMusl || !['x64', 'arm64'].includes(architecture)) return null;
    return { name: `@deno/${os}-${architecture}${libc}`, program: 'deno' };
  },
};

const fetched: readonly FetchedEngine[] = [bun, deno];

/** All engines, the default one first. */
export const engines: readonly Engine[] = [node, ...fetched];

/** Finds an engine's program; fetches it where it is missing. @throws if the signal fires */
export async function prepareEngine(name: EngineName, options: FetchOptions): Promise<EngineFinding> {
  const engine = fetched.find((candidate) => candidate.name === name);
  if (engine === undefined) return { ready: true, engine: { ...node, file: process.execPath, env: {} } };
  const { title, version, packageFor, ...rest } = engine;
  const carrier = packageFor(thisPlatform());
  if (carrier === null) {
    const { os, architecture } = thisPlatform();
    return { ready: false, reason: `${title} ${version} has no package for ${os}-${architecture}` };
  }
  const named = { ...carrier, title: `${title} ${version}`, version, folder: `${name}-${version}` };
  const finding = await fetchPackage(named, options);
  if (!finding.ready) return finding;
  return { ready: true, engine: { ...rest, title, version, file: join(finding.folder, carrier.program) } };
}

/** The program, its arguments and additions to the environment that run a TypeScript file on an engine. */
export function commandOn({ file, flags, env }: InstalledEngine, program: string, ...args: string[]) {
  return { file, args: [...flags, program, ...args], env };
}

/** Why an engine can't run a target; null if it can. */
export async function missingOn(engine: InstalledEngine, target: string): Promise<string | null> {
  if (target !== 'workers' || engine.name === 'node') return null;
  const { file, args, env } = commandOn(engine, join(import.meta.dirname, 'parent-port-probe.ts'));
  try {
    await execute(file, args, { env: { ...process.env, ...env }, timeout: 20_000 });
    return null;
  } catch (error) {
    const said = (error as { stderr?: string }).stderr?.trim().split('\n').at(-1) || 'no answer';
    return `a thread on ${engine.title} ${engine.version} can't read its parent's port (${said})`;
  }
}
