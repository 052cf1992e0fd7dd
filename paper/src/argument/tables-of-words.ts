// The paper's tables that hold no measurement: faults that were found, what a reader must hold in mind, and what finds a mistake.

import type { Table } from '@three-ways/bench/tables';
import found from '../mistakes/found.json' with { type: 'json' };
import { mistakes } from '../mistakes/mistakes.ts';
import { models } from '../models.ts';
import { columnsOf } from './columns.ts';
import { faults, keepersOf } from './faults.ts';

/** Faults of our own, and whether the run that showed them could be repeated. */
export function faultsTable(): Table {
  return {
    caption: 'Faults of our own servers, and whether the run that showed one could be had again',
    columns: [
      { head: 'Fault', align: 'left' },
      { head: 'Found in', align: 'left' },
      { head: 'Replays', align: 'left' },
      { head: 'Now caught by', align: 'left' },
    ],
    rows: faults.map((one) => [one.fault, one.found, one.replays, keepersOf(one)]),
    notes: [
      'From the project’s history, not from the run. Vector: a case that both languages’ rules must pass. Mutation: the fault put back, which the tests must find.',
    ],
  };
}

/** What a reader must know to trust a line, by concern. */
export function concerns(): Table {
  return {
    caption: 'What a reader must hold in mind, by concern',
    columns: columnsOf(
      'Concern',
      models.map(({ label }) => label),
      'left',
    ),
    rows: [
      [
        'Who else changes this state?',
        'nobody before the next await',
        'nobody before the next yield*',
        'nobody: memory is the thread’s own',
        'all who hold its lock; which lock is a convention',
      ],
      [
        'Where may a call wait?',
        'at await',
        'at yield*',
        'in one place',
        'in any call; the line does not show it',
      ],
      [
        'How is a task ended?',
        'by a signal, if each wait was given it',
        'by a kill, in any wait',
        'with its thread, from outside',
        'by a context, if each select listens to it',
      ],
      [
        'What does a message carry?',
        'an object that nobody may change',
        'an object that nobody may change',
        'bytes',
        'a pointer to what nobody may change',
      ],
    ],
    notes: [],
  };
}

/** The same mistakes in each column, and what finds each. */
export function mistakesTable(impossible: (reason: string) => string): Table {
  const foundBy: Readonly<Record<string, Readonly<Record<string, { readonly by: string }>>>> = found;
  return {
    caption: 'The same mistakes in each column, and what finds each first',
    columns: columnsOf(
      'Mistake',
      models.map(({ label }) => label),
      'left',
    ),
    rows: mistakes.map(({ name, title, attempts }) => [
      title,
      ...models.map(({ runtime }) => {
        const attempt = attempts[runtime];
        if ('impossible' in attempt) return impossible(attempt.impossible);
        return foundBy[name]?.[runtime]?.by ?? 'not tried';
      }),
    ]),
    notes: [
      'Compiler: also Go’s complaint of an unused variable. Checker: greenlet-check, go vet and staticcheck. Tests: the package’s own and the conformance suite.',
    ],
  };
}
