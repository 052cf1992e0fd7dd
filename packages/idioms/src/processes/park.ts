// Processes that wait, for the memory rows.

import type { Parked } from '../rows.ts';
import { checkSizes } from '../sizes.ts';
import type { Child } from './child.ts';
import { Children, mostProcesses } from './children.ts';
import { receive, send } from './parent.ts';

/** Starts `tasks` processes that wait. @throws RangeError */
export async function park(tasks: number): Promise<Parked> {
  checkSizes({ tasks }, 0, mostProcesses);
  const children = new Children(import.meta.url);
  const parked: Child[] = [];
  for (let i = 0; i < tasks; i += 1)
    parked.push(children.fork(waitForEnd));
  await Promise.all(parked.map((child) => child.receive()));
  return {
    async release() {
      for (const child of parked) void child.send('end');
      await children.join();
      return parked.length;
    },
  };
}

export async function waitForEnd() {
  await send('waiting');
  await receive();
}
