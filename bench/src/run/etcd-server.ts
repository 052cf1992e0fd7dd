// Finds the etcd of the PATH.

import { execFile } from 'node:child_process';
import { join } from 'node:path';
import { promisify } from 'node:util';
import type { Prepared, PrepareOptions } from './target.ts';

const execute = promisify(execFile);

const trial = join(import.meta.dirname, '../../baselines/etcd-server/trial.ts');

/** etcd 3.4 or newer. */
export async function prepareEtcdServer({ env, signal }: PrepareOptions): Promise<Prepared> {
  let version: string | undefined;
  try {
    const { stdout } = await execute('etcd', ['--version'], {
      ...(env && { env }),
      ...(signal && { signal }),
    });
    version = /^etcd Version: (\S+)/m.exec(stdout)?.[1];
  } catch (error) {
    if (signal?.aborted) throw error;
  }
  const [major = 0, minor = 0] = (version ?? '').split('.').map(Number);
  if (version === undefined) return { ready: false, reason: `etcd is not installed: ${howToGet}` };
  if (major < 3 || (major === 3 && minor < 4))
    return { ready: false, reason: `etcd 3.4 or newer is needed, this is ${version}: ${howToGet}` };
  return { ready: true, command: { file: process.execPath, args: [trial] }, version };
}

const howToGet = 'apt-get install etcd-server, or get it from https://etcd.io/ and put it on the PATH';
