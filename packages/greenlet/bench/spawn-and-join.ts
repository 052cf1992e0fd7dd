// Many tasks that yield once and end, and one that joins them all.

import { type Green, type Greenlet, joinall, RealHub, sleep, spawn } from '../src/index.ts';
import type { Exercise } from './measure.ts';
import { pause, run as runTasks, spawn as spawnTask, type Task } from './trampoline.ts';

const crowd = 100_000;

const hub = new RealHub();

/** The first subject is the baseline. */
export const spawnAndJoin: Exercise = {
  title: '100,000 spawned and joined',
  unit: 'ms',
  operations: 1,
  subjects: [
    { name: 'bare trampoline, counted', run: byTrampoline },
    { name: 'async/await, Promise.all', run: byAsync },
    { name: 'greenlets, joinall', target: 1.5, run: () => hub.run(byGreenlets) },
  ],
};

let left = 0;

function* task(): Task {
  yield* pause();
  left -= 1;
}

/** Bare tasks can't be joined; a count shows when all have ended. */
function byTrampoline(): void {
  left = crowd;
  for (let i = 0; i < crowd; i += 1) spawnTask(task());
  runTasks();
  if (left > 0) throw new Error(`${left} tasks have not ended`);
}

async function asyncTask(): Promise<void> {
  await null;
}

async function byAsync(): Promise<void> {
  const tasks: Promise<void>[] = [];
  for (let i = 0; i < crowd; i += 1) tasks.push(asyncTask());
  await Promise.all(tasks);
}

function* greenTask(): Green<void> {
  yield* sleep(0);
}

function* byGreenlets(): Green<void> {
  const greenlets: Greenlet<void>[] = [];
  for (let i = 0; i < crowd; i += 1) greenlets.push(spawn(greenTask));
  yield* joinall(greenlets);
}
