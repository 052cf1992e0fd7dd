// Measures one model: its rows, then the memory of its waiting tasks.

import { join } from 'node:path';
import { goFolder } from '@three-ways/raft-go';
import { type ParkPrograms, readMemory } from './memory.ts';
import { type Model, modelOf, type Program } from './models.ts';
import type { Command } from './program.ts';
import { measureRows as measureProgram } from './program-rows.ts';
import type { PrimitivesResult, PrimitivesSpec, ResultRow } from './protocol.ts';
import { pythonProgram } from './python.ts';
import { loadIdioms } from './typescript-models.ts';
import { measureRows } from './typescript-rows.ts';

/** @throws Error in one line, if a row fails or returns a wrong result */
export async function measureModel({
  target,
  scale,
  sampleMs,
  proof,
}: PrimitivesSpec): Promise<PrimitivesResult> {
  const model = modelOf(target);
  const rows = await rowsOf(model, {
    share: Number((model.share * scale).toFixed(6)),
    sampleMs,
    proof,
    heavy: model.heavy ?? false,
  });
  const memory = await readMemory(parkPrograms(model.program), model.parked);
  return { suite: 'primitives', rows, memory };
}

interface Options {
  readonly share: number;
  readonly sampleMs: number;
  readonly proof: boolean;
  readonly heavy: boolean;
}

function rowsOf({ program }: Model, options: Options): Promise<ResultRow[]> {
  switch (program.language) {
    case 'TypeScript':
      return loadIdioms(program.model).then(({ rows }) => measureRows(rows, options));
    case 'Go':
      return measureProgram(goCommand(program.env, 'primitives'), options);
    case 'Python':
      return measureProgram(pythonProgram(program.model), options);
  }
}

function parkPrograms(program: Program): ParkPrograms {
  switch (program.language) {
    case 'TypeScript': {
      const args = ['--expose-gc', join(import.meta.dirname, 'park.ts'), program.model];
      return { park: { file: process.execPath, args } };
    }
    case 'Go':
      return { park: goCommand(program.env, 'park') };
    case 'Python': {
      const { file, args } = pythonProgram(program.model);
      const park = { file, args: [...args, 'park'] };
      return { park, counted: { file, args: [...args, '--traced', 'park'] } };
    }
  }
}

/** go-reference/cmd/idioms, which the target's preparation has built. */
function goCommand(env: Readonly<Record<string, string>>, name: string): Command {
  return { file: join(goFolder, 'bin', 'idioms'), args: [name], env };
}
