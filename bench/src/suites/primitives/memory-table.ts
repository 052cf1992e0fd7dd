// What a task that waits takes: the slope over several numbers of tasks.

import type { SuiteFigures } from '../../figures/suite-figures.ts';
import { left, right, type Table } from '../../tables/table.ts';
import { bytes, memory } from './cells.ts';
import { notesOnDoubts } from './doubts.ts';
import type { Model } from './models.ts';

const metrics = ['rssBytesPerTask', 'pssBytesPerTask', 'runtimeBytesPerTask'] as const;

export const memoryCaption = 'Memory of a task that waits: what each further one adds';

export function memoryTable(figures: SuiteFigures, models: readonly Model[]): Table {
  const figuresOf = (target: string) => metrics.map((metric) => figures.get(metric, target, {}));
  return {
    caption: memoryCaption,
    columns: [left('Model'), left('Task'), right('RSS'), right('PSS'), right('Runtime')],
    rows: models.map(({ target, head, task }) => [head, task, ...figuresOf(target).map(bytes)]),
    notes: [
      `The least-squares slope over three numbers of tasks: ${models.map(({ head, parked }) => `${head} ${parked.join(', ')}`).join('; ')}.`,
      'RSS and PSS: what the operating system sees, of a process and its descendants; PSS divides shared pages among those that share them. Runtime: what the language counts (JavaScript: heap and external memory of the main thread, so not that of workers and children; Go: live heap and stacks; Python: tracemalloc, without the stacks of threads).',
      ...notesOnDoubts(
        models.flatMap(({ target, head }) => figuresOf(target).map((figure) => ({ name: head, figure }))),
        memory,
      ),
    ],
  };
}
