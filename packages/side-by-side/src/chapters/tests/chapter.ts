// The chapter of the tests.

import type { Chapter } from '../../chapter/chapter.ts';
import { aloneTests } from './alone.ts';
import { wholeTests } from './whole.ts';

export const tests: Chapter = {
  id: 'tests',
  title: 'The tests of each',
  short: 'Tests',
  about: [
    'What a model makes hard to test says as much about it as what it makes hard to write. One suite of conformance tests runs on all four clusters; here are the tests that belong to one model, and do the same in each.',
    'Look at where time comes from, what "nothing happens any more" means, and how each platform is asked what is left.',
  ],
  columns: ['async', 'coroutines', 'workers', 'goroutines'],
  shown: ['async', 'coroutines', 'goroutines'],
  entries: [...aloneTests, ...wholeTests],
};
