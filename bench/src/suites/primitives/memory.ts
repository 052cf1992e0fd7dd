// Memory of tasks that wait: what the operating system sees of a process that holds them, beside what its language counts.

import { readdirSync, readFileSync } from 'node:fs';
import * as z from 'zod';
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

/** Resident and proportional set of a process and its descendants; null where /proc does not tell. */
export function memoryOf(pid: number): Pick<MemoryReading, 'rssBytes' | 'pssBytes'> | null {
  try {
    const rollup = readFileSync(`/proc/${pid}/smaps_rollup`, 'utf8');
    const own = { rssBytes: bytesOf('Rss', rollup), pssBytes: bytesOf('Pss', rollup) };
    return childrenOf(pid).reduce((sum, child) => add(sum, memoryOf(child)), own);
  } catch {
    return null;
  }
}

type Seen = NonNullable<ReturnType<typeof memoryOf>>;

function add(a: Seen, b: Seen | null): Seen {
  return { rssBytes: a.rssBytes + (b?.rssBytes ?? 0), pssBytes: a.pssBytes + (b?.pssBytes ?? 0) };
}

/** Linux counts in kB of 1024 bytes. */
function bytesOf(field: string, rollup: string): number {
  return Number(new RegExp(`^${field}:\\s+(\\d+) kB`, 'm').exec(rollup)?.[1]) * 1024;
}

/** Any thread of a process may have started a child. */
function childrenOf(pid: number): number[] {
  const threads = readdirSync(`/proc/${pid}/task`);
  const lists = threads.map((thread) => readFileSync(`/proc/${pid}/task/${thread}/children`, 'utf8'));
  return lists.flatMap((list) =>
    list
      .split(' ')
      .filter((child) => child !== '')
      .map(Number),
  );
}
