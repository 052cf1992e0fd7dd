// Memory of tasks that wait: what the operating system sees of a process that holds them, beside what its language counts.

import { readdirSync, readFileSync } from 'node:fs';
import * as z from 'zod';
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
  const seen = await converse(withNumbers(park, numbers), (printed, pid) => ({
    ...parkedSchema.parse(printed),
    ...memoryOf(pid)!,
  }));
  const parse = (printed: unknown) => parkedSchema.parse(printed);
  const runtime = counted === undefined ? seen : await converse(withNumbers(counted, numbers), parse);
  return seen.map((reading, i) => ({ ...reading, runtimeBytes: runtime[i]!.runtimeBytes! }));
}

function withNumbers(command: Command, numbers: readonly number[]): Command {
  return { ...command, args: [...command.args, ...numbers.map(String)] };
}

/** Resident and proportional set of a process and its descendants; null without /proc. */
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
