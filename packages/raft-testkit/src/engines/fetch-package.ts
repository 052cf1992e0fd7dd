// Fetches an npm package into a cache folder, by npm itself, which checks its integrity. Nothing in it is run at installation.

import { execFile } from 'node:child_process';
import { accessSync, constants, existsSync, mkdtempSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { homedir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { makeFolder, reasonOf } from '@three-ways/command-line';

const execute = promisify(execFile);

export interface Platform {
  readonly os: NodeJS.Platform;
  readonly architecture: string;
  /** Whether the system's C library is musl. */
  readonly isMusl: boolean;
}

export function thisPlatform(): Platform {
  const { header } = process.report.getReport() as { header?: { glibcVersionRuntime?: string } };
  const isMusl = process.platform === 'linux' && header?.glibcVersionRuntime === undefined;
  return { os: process.platform, architecture: process.arch, isMusl };
}

export interface FetchOptions {
  /** Environment whose PATH is searched for npm. */
  readonly env?: NodeJS.ProcessEnv;
  readonly signal?: AbortSignal | undefined;
  /** Told when something is to be fetched. */
  readonly note?: (line: string) => void;
  /** The parent of all packages' folders; one in the workspace unless given. */
  readonly cache?: string;
}

interface Package {
  readonly name: string;
  readonly version: string;
  /** A file of the package: it has been fetched if the file is there. */
  readonly program: string;
  /** Name for messages. */
  readonly title: string;
  /** Name of its folder in the cache. */
  readonly folder: string;
}

/** The folder is the package's own; the reason is one line. */
type Finding =
  | { readonly ready: true; readonly folder: string }
  | { readonly ready: false; readonly reason: string };

/** @throws if the signal fires */
export async function fetchPackage(wanted: Package, options: FetchOptions): Promise<Finding> {
  const { cache = cacheFolder(), note, signal } = options;
  const place = join(cache, wanted.folder);
  const ready = { ready: true, folder: join(place, 'node_modules', wanted.name) } as const;
  if (existsSync(join(ready.folder, wanted.program))) return ready;
  note?.(`fetching ${wanted.title} (${wanted.name}), once`);
  try {
    await install(wanted, place, cache, options);
  } catch (error) {
    if (signal?.aborted) throw error;
    return { ready: false, reason: `${wanted.title} can't be fetched (${complaintOf(error)})` };
  }
  if (existsSync(join(ready.folder, wanted.program))) return ready;
  return { ready: false, reason: `${wanted.name} ${wanted.version} has no ${wanted.program}` };
}

/** Installs into a temporary folder and renames it, so that concurrent fetches never see a partial package. */
async function install(wanted: Package, place: string, cache: string, options: FetchOptions): Promise<void> {
  makeFolder(cache);
  const folder = mkdtempSync(`${place}-`);
  try {
    const manifest = { private: true, dependencies: { [wanted.name]: wanted.version } };
    writeFileSync(join(folder, 'package.json'), JSON.stringify(manifest));
    const { env = process.env, signal } = options;
    await execute('npm', installation, { cwd: folder, env, ...(signal && { signal }) });
    if (!existsSync(place)) renameSync(folder, place);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

const installation = [
  'install',
  '--ignore-scripts',
  '--fetch-retries=1',
  '--fetch-retry-mintimeout=1000',
  ...['--no-audit', '--no-fund', '--no-update-notifier', '--loglevel=error'],
];

/** What npm complains of, in one line. */
function complaintOf(error: unknown): string {
  const { code, stderr = '' } = error as { code?: unknown; stderr?: string };
  if (code === 'ENOENT') return 'npm is not on the PATH';
  const lines = stderr
    .split('\n')
    .flatMap((line) => /^npm error (?!code|syscall|errno)(.+)/.exec(line)?.[1] ?? []);
  const codes = /^npm error code (.+)/m.exec(stderr)?.[1];
  return [codes, lines[0]?.trim() ?? reasonOf(error)].filter(Boolean).join(': ').slice(0, 300);
}

/** In the workspace, or in the user's cache where the workspace can't be written to. */
function cacheFolder(): string {
  const modules = fileURLToPath(new URL('../../../../node_modules/', import.meta.url));
  try {
    accessSync(modules, constants.W_OK);
    return join(modules, '.cache', 'engines');
  } catch {
    return join(process.env.XDG_CACHE_HOME ?? join(homedir(), '.cache'), 'raft-three-ways', 'engines');
  }
}
