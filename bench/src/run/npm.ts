// Installs a baseline from npm in a folder of its own, outside of the workspace.

import { execFile } from 'node:child_process';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import type { Prepared, PrepareOptions } from './target.ts';

const execute = promisify(execFile);

/** Installs what the folder's lock file names, at need, without running install scripts. */
export async function prepareFromNpm(folder: string, options: PrepareOptions): Promise<Prepared> {
  const { env, signal, note } = options;
  try {
    if (!(await isInstalled(folder))) {
      note?.(`installing ${folder} from npm, the first time`);
      await execute('npm', ['ci'], { cwd: folder, ...(env && { env }), ...(signal && { signal }) });
    }
  } catch (error) {
    if (signal?.aborted) throw error;
    return { ready: false, reason: `its packages can't be installed: ${complaintOf(error)}` };
  }
  const args = ['--expose-gc', join(folder, 'trial.ts')];
  return { ready: true, command: { file: process.execPath, args } };
}

/** Whether the versions that are there are those of the manifest. */
async function isInstalled(folder: string): Promise<boolean> {
  const { dependencies } = await manifest(folder);
  const versions = Object.keys(dependencies).map(async (name) => {
    const installed = await manifest(join(folder, 'node_modules', name)).catch(() => null);
    return installed?.version === dependencies[name];
  });
  return (await Promise.all(versions)).every(Boolean);
}

interface Manifest {
  readonly version: string;
  readonly dependencies: Readonly<Record<string, string>>;
}

async function manifest(folder: string): Promise<Manifest> {
  return JSON.parse(await readFile(join(folder, 'package.json'), 'utf8'));
}

/** What npm says went wrong, in one line. */
function complaintOf(error: unknown): string {
  const { stderr = '', message } = error as Error & { stderr?: string };
  const lines = stderr.split('\n').filter((line) => /^npm error (?!code |A complete log)/.test(line));
  return (lines[0] ?? message.split('\n', 1)[0]!).replace(/^npm error (\d+ )?/, '');
}
