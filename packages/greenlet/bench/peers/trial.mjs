// One trial: library and task are named on the command line; its figure is printed.

import { libraries } from './tasks.mjs';

const [, , library, name, size = ''] = process.argv;
const task = libraries[library][name];
const n = Number(size);

if (name === 'park') console.log(await bytes());
else if (name === 'depth') await task(n);
else console.log(await nanoseconds());
process.exit(); // some leave timers

/** CPU time of an operation, garbage collection included (ns). */
async function nanoseconds() {
  await task(Math.min(n, 2000));
  await task(Math.min(n, 2000));
  const start = process.cpuUsage();
  await task(n);
  const { user, system } = process.cpuUsage(start);
  return ((user + system) * 1000) / n;
}

/** Heap of one more parked task: the difference between n and 2n of them. */
async function bytes() {
  const heap = () => {
    globalThis.gc();
    globalThis.gc();
    return process.memoryUsage().heapUsed;
  };
  await task(n);
  const before = heap();
  await task(n);
  return (heap() - before) / n;
}
