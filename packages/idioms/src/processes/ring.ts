// Idiom 11: a ring of processes that pass a token.

import { createInterface } from 'node:readline';
import type { Readable } from 'node:stream';
import { checkSizes } from '../sizes.ts';
import type { ForkOptions } from './child.ts';
import { Children, mostProcesses } from './children.ts';

/**
 * The token counts its hops: `tasks` a lap. This process is one of
 * the tasks; the others are joined as a shell joins a pipeline, the
 * output of each the input of the next. Closing the first input
 * ends them all, one after the other.
 * @throws RangeError
 */
export async function ring(
  tasks: number,
  laps: number,
): Promise<number> {
  checkSizes({ tasks }, 2, mostProcesses);
  checkSizes({ laps });
  await using children = new Children(import.meta.url);
  const first = children.forkWith(piped('pipe'), passAll);
  let last = first;
  for (let i = 2; i < tasks; i += 1) {
    const from = last.process.stdout ?? 'ignore';
    last = children.forkWith(piped(from), passAll);
    // The next one has it now.
    if (from !== 'ignore') from.destroy();
  }
  const { stdin } = first.process;
  let hops = 0;
  const pass = () =>
    hops < tasks * laps
      ? stdin?.write(`${hops}\n`)
      : stdin?.end();
  pass();
  for await (const line of linesOf(last.process.stdout)) {
    hops = Number(line) + 1;
    pass();
  }
  await children.join();
  return hops;
}

/** None of a process that could not start. */
function linesOf(
  stream: Readable | null,
): AsyncIterable<string> | Iterable<string> {
  return stream ? createInterface(stream) : [];
}

/** Standard streams of a task that reads from another. */
function piped(
  from: Readable | 'pipe' | 'ignore',
): ForkOptions {
  return { stdio: [from, 'pipe', 'pipe', 'ipc'] };
}

export async function passAll() {
  for await (const line of createInterface(process.stdin))
    process.stdout.write(`${Number(line) + 1}\n`);
}
