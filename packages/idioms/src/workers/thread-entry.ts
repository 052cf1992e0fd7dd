// Entry point of a thread: runs an exported function of a module
// and posts its result.

import {
  parentPort,
  workerData,
} from 'node:worker_threads';
import type { Order } from './threads.ts';

const { module, task, args } = workerData as Order;
const run = (await import(module))[task];
if (typeof run !== 'function')
  throw new TypeError(
    `${module} exports no function ${task}`,
  );
parentPort!.postMessage(await run(...args));
