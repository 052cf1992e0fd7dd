// What keeps the process alive after a piece of work.

import { getActiveResourcesInfo } from 'node:process';
import { setImmediate as nextTurn } from 'node:timers/promises';

/** Turns of the event loop in which closed handles disappear. */
const turns = 100;

/** Runs the work, however it ends, and returns the kinds of timers and handles that it leaves behind. */
export async function leftBy(work: () => Promise<unknown>): Promise<string[]> {
  const before = getActiveResourcesInfo();
  await work().catch(() => {});
  for (let turn = 0; turn < turns && added(before).length > 0; turn += 1) await nextTurn();
  return added(before);
}

function added(before: readonly string[]): string[] {
  const left = getActiveResourcesInfo();
  for (const kind of before) if (left.includes(kind)) left.splice(left.indexOf(kind), 1);
  return left.filter((kind) => kind !== 'Immediate');
}
