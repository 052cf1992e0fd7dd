// Memory of tasks that wait: what the operating system sees of a process that holds them, beside what its language counts.

import * as z from 'zod';
import { memoryOf } from '../common/process-memory.ts';
import { type Command, converse } from './program.ts';
import type { MemoryReading } from './protocol.ts';

/** Programs that park numbers of tasks, their last arguments: those of the first, then as many more as make the second, … */
export interface ParkPrograms {
  /** Prints after each number, and goes on with a line of its standard input. */
  readonly park: Command;
  /** The one whose `runtimeBytes` counts, where counting takes memory itself. */
  readonly counted?: Command;
}

const parkedSchema = z.object({ tasks: z.int(), runtimeBytes: z.int().positive().optional() });

/** A reading for each number of tasks; none where the system has no /proc. */
export async function readMemory(
  { park, counted }: ParkPrograms,
  numbers: readonly number[],
): Promise<MemoryReading[]> {
  if (memoryOf(process.pid) === null) return [];
  const parse = (printed: unknown) => parkedSchema.parse(printed);
  const [seen, runtime] = await Promise.all([
    converse(withNumbers(park, numbers), (printed, pid) => ({ ...parse(printed), ...memoryOf(pid)! })),
    counted && converse(withNumbers(counted, numbers), parse),
  ]);
  return seen.map((reading, i) => ({ ...reading, runtimeBytes: (runtime ?? seen)[i]!.runtimeBytes! }));
}

function withNumbers(command: Command, numbers: readonly number[]): Command {
  return { ...command, args: [...command.args, ...numbers.map(String)] };
}
