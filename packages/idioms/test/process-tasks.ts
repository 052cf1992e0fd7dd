// Functions that the tests of `Children` run in processes.

import { writeFileSync } from 'node:fs';
import { Children } from '../src/processes/children.ts';
import { lock } from '../src/processes/lock.ts';
import { receive, send } from '../src/processes/parent.ts';

export async function fail(message: string) {
  throw new TypeError(message);
}

/** Waits until it is killed. */
export async function waitForEver() {
  await send('waiting');
  await receive();
}

/** Starts a child of its own, sends its process id, and waits. */
export async function startGrandchild() {
  await using children = new Children(import.meta.url);
  const child = children.fork(waitForEver);
  await child.receive();
  await send(child.process.pid!);
  await receive();
}

/** Writes a file when it has the lock, and holds it until it is killed. */
export async function holdLock(file: string) {
  using _lock = await lock();
  writeFileSync(file, '');
  await receive();
}

/** Sends what it receives. */
export async function echo() {
  for (;;) await send(await receive());
}

/** Says that it waits, and writes a file if it cleans up. */
export async function waitAndCleanUp(file: string) {
  try {
    await send('waiting');
    await receive();
  } finally {
    writeFileSync(file, '');
  }
}
