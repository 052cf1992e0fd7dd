// The processes of a scope: they end with it, with an error that says why.

import { execFile } from 'node:child_process';
import { mkdtempDisposableSync, readdirSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { promisify } from 'node:util';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { Children } from '../src/processes/children.ts';
import { LockServer } from '../src/processes/lock.ts';
import { descendants } from './descendants.ts';
import { fail, holdLock, startGrandchild, waitForEver } from './process-tasks.ts';

const execute = promisify(execFile);
const tasks = new URL('./process-tasks.ts', import.meta.url).href;

function isRunning(pid: number): boolean {
  try {
    return process.kill(pid, 0);
  } catch {
    return false;
  }
}

afterEach(() => expect(descendants(), 'processes that survive').toEqual([]));

describe('the children of a scope', () => {
  it('end with it', async () => {
    await expect(
      (async () => {
        await using children = new Children(tasks);
        await children.fork(waitForEver).receive();
        throw new Error('thrown by the scope');
      })(),
    ).rejects.toThrow('thrown by the scope');
  });

  it('end when one of them fails, with its error', async () => {
    await using children = new Children(tasks);
    const waiting = children.fork(waitForEver);
    await waiting.receive();
    const failing = children.fork(fail, 'thrown by a child');
    await expect(failing.join()).rejects.toThrow(/fail ended with 1 .*TypeError: thrown by a child/s);
    await expect(waiting.receive()).rejects.toThrow('thrown by a child');
    await expect(children.join()).rejects.toThrow('thrown by a child');
  });

  it('end when one of them is killed', async () => {
    await using children = new Children(tasks);
    const [one, other] = [children.fork(waitForEver), children.fork(waitForEver)];
    one.process.kill('SIGKILL');
    await expect(other.join()).rejects.toThrow('the process of waitForEver ended with SIGKILL');
  });

  it('end, with their own children, when they are killed', async () => {
    const children = new Children(tasks);
    const grandchild = await children.fork(startGrandchild).receive<number>();
    expect(isRunning(grandchild)).toBe(true);
    await children[Symbol.asyncDispose]();
    await vi.waitFor(() => expect(isRunning(grandchild)).toBe(false), 10_000);
  });

  it('run only what their module exports', async () => {
    await using children = new Children(tasks);
    const unknown = children.fork(async function unknown() {});
    await expect(unknown.join()).rejects.toThrow('process-tasks.ts exports no function unknown');
  });

  it('leave a lock that they held when they are killed', async () => {
    using folder = mkdtempDisposableSync(`${tmpdir()}/test-`);
    const locked = (name: string) =>
      vi.waitFor(() => expect(readdirSync(folder.path)).toContain(name), 10_000);
    const server = new LockServer();
    await using first = new Children(tasks);
    await using second = new Children(tasks);
    const serving = [server.serve(first.fork(holdLock, `${folder.path}/first`))];
    await locked('first');
    serving.push(server.serve(second.fork(holdLock, `${folder.path}/second`)));
    await first[Symbol.asyncDispose]();
    await locked('second');
    await second[Symbol.asyncDispose]();
    await Promise.all(serving);
  });

  it('end at once if their parent has gone before they listen', async () => {
    const entry = new URL('../src/processes/child-entry.ts', import.meta.url).pathname;
    const order = [tasks, waitForEver.name, '[]'];
    await expect(execute(process.execPath, [entry, ...order])).rejects.toMatchObject({ code: 1 });
  });
});

/** Runs each idiom with the rest of a process's file descriptors in use, and prints what it rejects with. */
const withoutDescriptors = `
import { openSync, closeSync } from 'node:fs';
import * as idioms from '${new URL('../src/processes/index.ts', import.meta.url)}';
const runs = {
  boundedQueue: [1, 1], cancelDeep: [1, 1], gatherVotes: [2], handOff: [1], join: [2, 1], park: [2], pipe: [16, 1],
  pipeByStdio: [16, 1], race: [], restartableTimer: [1, 1], ring: [3, 1], selectMessages: [1], signalBurst: [1],
  signalTask: [1], spawnTree: [2], takeTurns: [1], wakeAll: [2],
};
await idioms.race(); // loads what is loaded late
const files = [];
try { for (;;) files.push(openSync('/dev/null')); } catch {}
for (const [name, args] of Object.entries(runs)) {
  const ended = await idioms[name](...args).then(() => 'nothing', (error) => error.code ?? error.message);
  console.log(name, ended);
}`;

describe('a process that cannot start', () => {
  it('is an error of each idiom, and none waits for it', async () => {
    const node = [process.execPath, '--input-type=module', '-e', withoutDescriptors];
    const { stdout } = await execute('/bin/sh', ['-c', 'ulimit -n 64 && exec "$@"', 'sh', ...node]);
    const ends = stdout.trimEnd().split('\n');
    expect(ends).toHaveLength(17);
    expect(ends.filter((end) => !end.endsWith(' EMFILE'))).toEqual([]);
  });
});
