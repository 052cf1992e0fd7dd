// The chapter of the idioms.

import type { Chapter } from '../../chapter/chapter.ts';
import { passing } from './passing.ts';
import { tasks } from './tasks.ts';
import { waiting } from './waiting.ts';

const { race, handOff, join, waitGroup, spawnTree, takeTurns } = tasks;
const { criticalSection, restartableTimer, select, cancellation, event } = waiting;
const { boundedQueue, ring, signal, pipe, shareBuffer } = passing;

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
