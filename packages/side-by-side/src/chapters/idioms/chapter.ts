// The chapter of the idioms.

import type { Chapter } from '../../chapter/chapter.ts';
import { crossing } from './crossing.ts';
import { locks } from './locks.ts';
import { passing } from './passing.ts';
import { tasks } from './tasks.ts';
import { turns } from './turns.ts';
import { waiting } from './waiting.ts';

const { race, handOff, takeTurns } = turns;
const { join, waitGroup, spawnTree } = tasks;
const { criticalSection, event } = locks;
const { restartableTimer, select, cancellation } = waiting;
const { boundedQueue, ring, signal } = passing;
const { pipe, shareBuffer } = crossing;

export const idioms: Chapter = {
  id: 'idioms',
  title: 'Fourteen idioms',
  short: 'Idioms',
  about: [
    "What every concurrent program is made of, one small function each, in seven models: promises, greenlets, threads, processes, goroutines, and Python's threads and gevent. The functions have the same names and do the same. What differs is the model.",
    'Ask of each row: where can others run? What happens to a task when its caller fails or is cancelled? What is copied, and what is shared? Four columns are shown at first; choose up to five.',
  ],
  columns: ['async', 'coroutines', 'workers', 'processes', 'python-threads', 'python-gevent', 'goroutines'],
  shown: ['async', 'coroutines', 'workers', 'goroutines'],
  entries: [
    ...[race, handOff, join, criticalSection, waitGroup, restartableTimer, select, cancellation],
    ...[boundedQueue, event, ring, spawnTree, signal, pipe, shareBuffer, takeTurns],
  ],
};
