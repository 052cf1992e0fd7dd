// Builds a baseline in Rust with cargo.

import { execFile } from 'node:child_process';
import { accessSync, constants, existsSync } from 'node:fs';
import { homedir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import type { Prepared, PrepareOptions } from './target.ts';

const execute = promisify(execFile);

/** Builds `trial` of a crate at need. Without cargo, or if it does not build, the reason is one line. */
export async function prepareCrate(folder: string, options: PrepareOptions): Promise<Prepared> {
  const target = targetFolder(folder);
  const file = join(target, 'release', 'trial');
  try {
    if ((await version(options)) === null) return { ready: false, reason: missing };
    if (!existsSync(file)) options.note?.(`building ${folder} with cargo: about a minute, the first time`);
    await cargo(['build', '--release', '--locked', '--target-dir', target], { ...options, cwd: folder });
  } catch (error) {
    if (options.signal?.aborted) throw error;
    return { ready: false, reason: `the Rust program does not build: ${complaintOf(error)}` };
  }
  return { ready: true, command: { file, args: [] } };
}

const missing = 'cargo is not installed: get it from https://rustup.rs/ and put it on the PATH';

async function version(options: PrepareOptions): Promise<string | null> {
  try {
    return await cargo(['--version'], options);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return null;
    throw error;
  }
}

async function cargo(args: string[], { env, signal, cwd }: PrepareOptions & { readonly cwd?: string }) {
  const options = { ...(cwd && { cwd }), ...(env && { env }), ...(signal && { signal }), maxBuffer: 2 ** 24 };
  return (await execute('cargo', args, options)).stdout.trim();
}

/** The crate's `target`, or a folder in the user's cache for a crate that can't be written to. */
function targetFolder(folder: string): string {
  try {
    accessSync(folder, constants.W_OK);
    return join(folder, 'target');
  } catch {
    const cache = process.env.XDG_CACHE_HOME ?? join(homedir(), '.cache');
    return join(cache, 'raft-three-ways', 'rust-target');
  }
}

/** The first error that a failed `cargo` reports, with its cause. */
function complaintOf(error: unknown): string {
  const { stderr = '', message } = error as Error & { stderr?: string };
  const lines = stderr.split('\n').map((line) => line.trim());
  const at = lines.findIndex((line) => line.startsWith('error'));
  if (at < 0) return message.split('\n', 1)[0]!;
  const cause = lines.indexOf('Caused by:', at);
  return [lines[at]!, ...(cause < 0 ? [] : lines.slice(cause + 1, cause + 2))].join(': ');
}
