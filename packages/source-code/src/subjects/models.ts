// The concurrency model of a file, by its folder: it decides which calls block.

import { relative, resolve } from 'node:path';
import type { Model } from '../counting/blocking-calls.ts';
import { workspace } from './root.ts';

/** Parts of paths; the first that fits decides. */
const folders: readonly (readonly [RegExp, Model])[] = [
  [/^packages\/(?:raft-workers|thread-channel)\/|\/idioms\/src\/workers\//, 'workers'],
  [/^packages\/(?:raft-coroutines|greenlet)\/|\/idioms\/src\/coroutines\//, 'coroutines'],
  [/\/idioms\/src\/processes\//, 'processes'],
  [/\/idioms\/(?:gevent|idioms_gevent|greenlets)\//, 'python-gevent'],
];

/** Undefined for files of no particular model. */
export function modelOf(path: string): Model | undefined {
  const inside = relative(workspace, resolve(path));
  return folders.find(([pattern]) => pattern.test(inside))?.[1];
}
