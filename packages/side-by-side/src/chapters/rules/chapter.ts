// The chapter of the rules.

import type { Chapter } from '../../chapter/chapter.ts';
import { beyond } from './beyond.ts';
import { elections } from './elections.ts';
import { replication } from './replication.ts';

export const rules: Chapter = {
  id: 'rules',
  title: 'The rules beside Figure 2',
  short: 'Rules',
  about: [
    'Figure 2 of the Raft paper fits on a page. Here is what it becomes in code that is tested against it: each box a few functions over one record of state, once in TypeScript, once in Go. They are twins: the same names in the same order, the same test vectors, the same state after the same calls.',
    'Nothing here waits, sends or reads a clock. So the differences between the columns are those of the languages, and they are small; the notes are about the rules, and about what Figure 2 leaves between its lines.',
  ],
  columns: ['typescript', 'goroutines'],
  shown: ['typescript', 'goroutines'],
  entries: [...elections, ...replication, ...beyond],
};
