// Races in other languages: programs that print how often each outcome came.

import { execFile } from 'node:child_process';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { MissingModel, type Outcomes } from './outcomes.ts';

/** A program that prints one JSON object: `{ "outcomes": { "4 8": 1 } }`, or `{ "missing": "a sentence" }`. */
export interface Program {
  readonly command: string;
  readonly args: readonly string[];
  /** Working directory, below the repository's root. */
  readonly folder: string;
  /** File or folder that the program needs, relative to its working directory. */
  readonly needs: string;
  /** Where to get the command, if it isn't installed. */
  readonly howToGet: string;
}

const root = fileURLToPath(new URL('../../../../', import.meta.url));

/** @throws MissingModel if the program or what it runs on isn't here; Error if it fails */
export async function runProgram({ command, args, folder, needs, howToGet }: Program): Promise<Outcomes> {
  if (!existsSync(join(root, folder, needs))) throw new MissingModel(`There is no ${folder}/${needs}.`);
  const printed = await output(command, args, join(root, folder), howToGet);
  return outcomesIn(printed);
}

async function output(
  command: string,
  args: readonly string[],
  cwd: string,
  howToGet: string,
): Promise<string> {
  try {
    return (await promisify(execFile)(command, args, { cwd })).stdout;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ENOENT') throw error;
    throw new MissingModel(`${command} isn't installed: ${howToGet}.`);
  }
}

/** @throws MissingModel if the program says so; TypeError if it prints anything but outcomes */
export function outcomesIn(printed: string): Outcomes {
  const { outcomes, missing } = JSON.parse(printed) as { outcomes?: unknown; missing?: unknown };
  if (typeof missing === 'string') throw new MissingModel(missing);
  if (typeof outcomes !== 'object' || outcomes === null)
    throw new TypeError(`expected {"outcomes":{…}}, got ${printed.trim()}`);
  return outcomes as Outcomes;
}
