// One reading of a process's memory, and the collections before it.

import { setImmediate as nextTurn } from 'node:timers/promises';
import { labels } from '@three-ways/raft-testkit/targets';
import { baseOf } from '../../figures/variant.ts';
import { ownMemory } from '../common/process-memory.ts';
import type { Reading } from './protocol.ts';

/** A full garbage collection: Node's `gc`, which `--expose-gc` brings. */
export type Collect = (() => void) | undefined;

/** Collects twice: the second time takes what finalizers have freed. */
export async function collectAll(collect: Collect): Promise<void> {
  if (collect === undefined) throw new Error('the suite memory needs a Node started with --expose-gc');
  collect();
  await nextTurn();
  collect();
}

/** @param target its label says whether JavaScript's own count, which is that of the main thread, covers every server */
export function read(target: string): Reading {
  const { heapUsed, external } = process.memoryUsage(); // `external` includes `arrayBuffers`
  const liveBytes = labels[baseOf(target)]?.ownHeaps ? null : heapUsed + external;
  return { ...ownMemory(), liveBytes };
}
