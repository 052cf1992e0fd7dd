// How columns are named on the page.

import type { Column } from '../chapter/chapter.ts';

interface ColumnName {
  readonly label: string;
  /** What a task is there, for the head of the column. */
  readonly model: string;
  /** The model's name where it is measured and drawn. */
  readonly target: string;
}

export const columnNames: Readonly<Record<Column, ColumnName>> = {
  async: { label: 'Async', model: 'promises on the event loop', target: 'async' },
  coroutines: { label: 'Coroutines', model: 'greenlets on a hub', target: 'coroutines' },
  workers: { label: 'Workers', model: 'threads that block', target: 'workers' },
  processes: { label: 'Processes', model: 'processes that exchange messages', target: 'processes' },
  'python-threads': { label: 'Python threads', model: 'threads under one lock', target: 'python-threads' },
  'python-gevent': { label: 'gevent', model: 'greenlets in Python', target: 'python-gevent' },
  typescript: { label: 'TypeScript', model: 'raft-core', target: 'async' },
  goroutines: { label: 'Go', model: 'goroutines', target: 'go' },
};

/** The column that the others are compared with. */
export const reference: Column = 'goroutines';
