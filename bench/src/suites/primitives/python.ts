// Finds Python and gevent.

import { execFile } from 'node:child_process';
import { join } from 'node:path';
import { promisify } from 'node:util';
import type { Command } from './program.ts';

const execute = promisify(execFile);

const oldest = [3, 11] as const;

const script = join(import.meta.dirname, '../../../baselines/python/primitives.py');

/** The interpreter that the environment names in PYTHON, or else `python3`. */
function interpreter(env: NodeJS.ProcessEnv): string {
  return env.PYTHON || 'python3';
}

/** Why a model can't be measured, with the line that installs what is missing; null if it can. */
export async function missingFor(
  model: 'threads' | 'gevent',
  env: NodeJS.ProcessEnv = process.env,
): Promise<string | null> {
  const python = interpreter(env);
  const wanted = oldest.join('.');
  const version = await printed(python, 'import sys; print(*sys.version_info[:2])', env);
  if (version === null) return `Python ${wanted} or newer is not installed: apt-get install python3`;
  const [major = 0, minor = 0] = version.split(' ').map(Number);
  if (major < oldest[0] || (major === oldest[0] && minor < oldest[1]))
    return `Python ${wanted} or newer is needed, ${python} is ${major}.${minor}: name another in PYTHON`;
  if (model === 'gevent' && (await printed(python, 'import gevent', env)) === null)
    return `gevent is not installed: ${python} -m pip install gevent`;
  return null;
}

async function printed(python: string, code: string, env: NodeJS.ProcessEnv): Promise<string | null> {
  try {
    return (await execute(python, ['-c', code], { env })).stdout;
  } catch {
    return null;
  }
}

/** primitives.py on a model, without further arguments. */
export function pythonProgram(model: 'threads' | 'gevent'): Command {
  return { file: interpreter(process.env), args: [script, '--model', model] };
}
