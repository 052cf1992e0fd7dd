// Memory of tasks that wait: what the operating system sees of a process that holds them, beside what its language counts.

import * as z from 'zod';
import { memoryOf } from '../common/process-memory.ts';
import { type Command, during, run } from './program.ts';
import type { MemoryReading } from './protocol.ts';

/** A program that parks a number of tasks, its last argument. */
export interface ParkPrograms {
  /** Parks, prints, and waits until its standard input ends. */
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
  const readings: MemoryReading[] = [];
  for (const tasks of numbers) {
    const reading = await during(withNumber(park, tasks), async (printed, pid) => {
      const { runtimeBytes } = parkedSchema.parse(printed);
      return { seen: memoryOf(pid)!, runtimeBytes };
    });
    const runtimeBytes = counted === undefined ? reading.runtimeBytes : await countedBytes(counted, tasks);
    readings.push({ tasks, ...reading.seen, runtimeBytes: runtimeBytes! });
  }
  return readings;
}

async function countedBytes(command: Command, tasks: number): Promise<number | undefined> {
  return parkedSchema.parse(await run(withNumber(command, tasks))).runtimeBytes;
}

function withNumber(command: Command, tasks: number): Command {
  return { ...command, args: [...command.args, `${tasks}`] };
}
