// Checks that a thread can read its parent's port while it blocks, as the servers of raft-workers do: exit code 0 if so.

import { isMainThread, parentPort, receiveMessageOnPort, Worker } from 'node:worker_threads';

if (isMainThread) {
  const thread = new Worker(new URL(import.meta.url));
  thread.once('message', (failure: string | null) => {
    if (failure !== null) process.stderr.write(`${failure}\n`);
    process.exit(failure === null ? 0 : 1);
  });
} else {
  let failure: string | null = null;
  try {
    receiveMessageOnPort(parentPort!);
  } catch (error) {
    failure = (error as Error).message;
  }
  parentPort!.postMessage(failure);
}
