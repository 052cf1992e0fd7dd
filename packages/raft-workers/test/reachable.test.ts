// What a stopped cluster leaves: no thread, and no shared memory that anything holds on to.

import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { describe, expect, it, vi } from 'vitest';
import { WorkersCluster, type WorkersOptions } from '../src/index.ts';
import { livingThreads } from './threads.ts';
import { leaderOf, until } from './until.ts';

setFlagsFromString('--expose-gc');
const collect = runInNewContext('gc') as () => void;

/** Keeps track of all shared memory that is made from now on, and keeps none of it. */
function watchSharedMemory(): WeakRef<SharedArrayBuffer>[] {
  const made: WeakRef<SharedArrayBuffer>[] = [];
  const Real = SharedArrayBuffer;
  vi.stubGlobal(
    'SharedArrayBuffer',
    class extends Real {
      constructor(length: number, options?: { maxByteLength?: number }) {
        super(length, options);
        made.push(new WeakRef(this));
      }
    },
  );
  return made;
}

const transports: readonly NonNullable<WorkersOptions['transport']>[] = ['rings', 'postMessage'];

describe.each(transports)('a stopped cluster by %s', (transport) => {
  it('leaves no thread and no shared memory, though it is still there itself', async () => {
    const made = watchSharedMemory();
    const cluster = new WorkersCluster({}, { transport });
    await cluster.trace(() => {});
    await cluster.start();
    const via = await leaderOf(cluster);
    const proposals = Array.from({ length: 5000 }, (_, i) =>
      cluster.propose({ type: 'set', id: `${i}`, name: 'Ada' }, { via }),
    );
    const ends = Promise.allSettled(proposals);
    await Promise.race(proposals);
    await cluster.crash((via % 3) + 1);
    await cluster.restart((via % 3) + 1);
    await cluster.launch();
    expect(livingThreads()).toBe(4);
    await cluster.stop();
    expect(livingThreads()).toBe(0);
    await ends;
    vi.unstubAllGlobals();
    expect(made.length).toBeGreaterThan(10);
    await until(() => {
      collect();
      return made.every((memory) => memory.deref() === undefined) || undefined;
    });
    expect(cluster.ids).toEqual([1, 2, 3, 4]);
  });
});
