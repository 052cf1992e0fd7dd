// The threads of a scope: they end with it, with an error that says why.

import { afterEach, describe, expect, it } from 'vitest';
import { Threads } from '../src/workers/threads.ts';
import { runningThreads } from './running-threads.ts';
import { exit, fail, sleepForEver } from './worker-tasks.ts';

const tasks = new URL('./worker-tasks.ts', import.meta.url).href;
const before = runningThreads();

afterEach(() => {
  expect(runningThreads(), 'threads that survive').toBe(before);
});

describe('the threads of a scope', () => {
  it('end with it', async () => {
    await expect(
      (async () => {
        await using threads = new Threads(tasks);
        threads.spawn(sleepForEver);
        throw new Error('thrown by the scope');
      })(),
    ).rejects.toThrow('thrown by the scope');
  });

  it('end when one of them fails, with its error', async () => {
    await using threads = new Threads(tasks);
    const sleeping = threads.spawn(sleepForEver);
    threads.spawn(fail, 'thrown by a thread');
    await expect(sleeping.join()).rejects.toThrow(new TypeError('thrown by a thread'));
    await expect(threads.join()).rejects.toThrow('thrown by a thread');
  });

  it('end when one of them exits', async () => {
    await using threads = new Threads(tasks);
    const exiting = threads.spawn(exit, 3);
    threads.spawn(sleepForEver);
    await expect(exiting.join()).rejects.toThrow('the thread of exit has ended without a result');
    await expect(threads.join()).rejects.toThrow('the thread of exit');
  });

  it('run only what their module exports', async () => {
    await using threads = new Threads(tasks);
    const unknown = threads.spawn(function unknown() {});
    await expect(unknown.join()).rejects.toThrow('worker-tasks.ts exports no function unknown');
  });
});
