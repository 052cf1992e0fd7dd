// The tables of the suite `primitives`. Models stand in three groups, so that a table fits into 80 columns.

import type { Figure } from '../../figures/figure.ts';
import type { SuiteFigures } from '../../figures/suite-figures.ts';
import { left, nothing, right, type Table } from '../../tables/table.ts';
import { count, doubling, duration, isDoubled, time } from './cells.ts';
import { type Named, notesOnDoubts } from './doubts.ts';
import { costCaption, type Group, groupsOf, rateCaption, shownModels } from './groups.ts';
import { memoryTable } from './memory-table.ts';
import { messageTables } from './message-tables.ts';
import { missingNotes, missingRows, type Trials } from './missing-rows.ts';
import type { Model } from './models.ts';
import { labelOf, messageLengths, messageWays, plainRows } from './row-labels.ts';
import { measuredRow, unitsTable } from './units-table.ts';

export function primitivesTables(figures: SuiteFigures, trials: Trials): readonly Table[] {
  const shown = shownModels(figures);
  const groups = groupsOf(shown);
  return [
    ...groups.map((group) => costTable(figures, trials, group)),
    rateTable(figures, shown),
    ...groups.map((group) => doublingTable(figures, group)),
    ...messageTables(figures, trials, shown),
    memoryTable(figures, shown),
    unitsTable(trials, shown),
  ];
}

function costTable(figures: SuiteFigures, trials: Trials, group: Group): Table {
  const { models } = group;
  return {
    caption: costCaption(group),
    columns: [left('Row'), ...models.map(({ head }) => right(head))],
    rows: plainRows.map((row) => [
      row,
      ...models.map(({ target }) => cellOf(figures, trials, target, row, time)),
    ]),
    notes: [
      'What a unit is differs from model to model: see the table of units. A run that starts the same tasks and does no work is subtracted: starting tasks counts where the row is about that.',
      ...treeNotes(trials, models),
      ...missingNotes(trials, models, (row) => plainRows.includes(row)),
      ...notesOnDoubts(shownIn(figures, models), duration),
    ],
  };
}

/** How large a tree each model carries within a sample. */
function treeNotes(trials: Trials, models: readonly Model[]): string[] {
  const sizes = models.flatMap(({ target, head }) => {
    const row = measuredRow(trials, target, 'spawn-tree');
    return row === undefined ? [] : [`${head} ${row.size}`];
  });
  return sizes.length === 0 ? [] : [`The trees: ${sizes.join('; ')}.`];
}

/** A figure, or why there is none. */
function cellOf(
  figures: SuiteFigures,
  trials: Trials,
  target: string,
  row: string,
  format: (figure: Figure | undefined) => string,
): string {
  const status = figures.targets.find(({ name }) => name === target);
  if (!status?.measured) return 'not measured';
  const figure = figures.get(`ns/${row}`, target, {});
  if (figure?.estimate) return format(figure);
  return missingRows(trials, target).has(row) ? 'none' : 'no valid trial';
}

/** Units a second: what one thread, or one chain of tasks, gets done. */
function rateTable(figures: SuiteFigures, shown: readonly Model[]): Table {
  const rate = (figure: Figure | undefined) =>
    figure?.estimate ? count(1e9 / figure.estimate.median) : nothing;
  return {
    caption: rateCaption,
    columns: [left('Row'), ...shown.map(({ shortHead }) => right(shortHead))],
    rows: plainRows.map((row) => [
      row,
      ...shown.map(({ target }) => rate(figures.get(`ns/${row}`, target, {}))),
    ]),
    notes: [],
  };
}

/** Rows that are proven: messages by the shortest, since all go through the same code. */
const provenRows = [...plainRows, ...messageWays.map((name) => labelOf({ name, bytes: messageLengths[0] }))];

function doublingTable(figures: SuiteFigures, { title, models }: Group): Table {
  const figuresOf = (row: string) => models.map(({ target }) => figures.get(`doubling/${row}`, target, {}));
  const rows = provenRows.filter((row) => figuresOf(row).some((figure) => figure?.estimate));
  const shown = rows.flatMap(figuresOf).filter((figure) => figure?.estimate);
  const marked = shown.filter((figure) => !isDoubled(figure!)).length;
  return {
    caption: `Primitives ${title}: time of twice the work, as a multiple`,
    columns: [left('Row'), ...models.map(({ head }) => right(head))],
    rows: rows.map((row) => [row, ...figuresOf(row).map(doubling)]),
    notes: [
      'Each result is checked, and twice the work takes about twice the time, without the start of tasks: no compiler has removed it. Runs of both sizes alternate, and the ratio is taken between neighbours. Threads and processes of Node prove it in two rounds of six, so that they have no interval.',
      ...(shown.length < rows.length * models.length
        ? [
            '– No proof: the model has no such row, or other programs made the run without work the longer one.',
          ]
        : []),
      ...(marked > 0
        ? [
            "! Outside 1.5 to 2.5. Node's threads and processes take longer to start than to do a run's work, and have one pair in a round: their starts vary by as much. Threads that wake each other, Python's and Go's too, have two speeds, and the runs of a pair may have one each.",
          ]
        : []),
    ],
  };
}

function shownIn(figures: SuiteFigures, models: readonly Model[]): Named[] {
  return plainRows.flatMap((row) =>
    models.map(({ target, head }) => ({
      name: `${row}, ${head}`,
      figure: figures.get(`ns/${row}`, target, {}),
    })),
  );
}
