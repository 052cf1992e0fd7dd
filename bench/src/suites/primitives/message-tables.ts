// The curves of the rows `pipe`, `shared-buffer` and `shared-memory`: what a message costs, by its length.

import type { SuiteFigures } from '../../figures/suite-figures.ts';
import { left, right, type Table } from '../../tables/table.ts';
import { count, duration, length, time } from './cells.ts';
import { notesOnDoubts } from './doubts.ts';
import { missingNotes, type Trials } from './missing-rows.ts';
import type { Model } from './models.ts';
import { labelOf, messageLengths, type messageWays } from './row-labels.ts';

type Way = (typeof messageWays)[number];

export const messageCaptions: Readonly<Record<Way, string>> = {
  pipe: 'Messages that are encoded or cloned, by their length',
  'shared-buffer': 'Messages in a buffer that both sides share, by their length',
  'shared-memory': 'Messages through memory that two Python processes share, by their length',
};

const notes: Readonly<Record<Way, string>> = {
  pipe: "processes: V8's serialisation through a socket pair; workers: postMessage; async and coroutines: structuredClone within a thread; Go: encoding/gob through os.Pipe; Python: pickle through a pipe to another process.",
  'shared-buffer':
    'workers: a message is written and read in place, in a ring of shared memory; elsewhere a reference is handed over and given back. Nothing is copied: MB/s say how much a receiver may read.',
  'shared-memory': 'A copy in, a copy out, and a notice through a pipe.',
};

export function messageTables(figures: SuiteFigures, trials: Trials, models: readonly Model[]): Table[] {
  return (Object.keys(messageCaptions) as Way[])
    .map((way) => tableOf(figures, trials, models, way))
    .filter(({ rows }) => rows.length > 0);
}

function tableOf(figures: SuiteFigures, trials: Trials, models: readonly Model[], way: Way): Table {
  const figureOf = (target: string, bytes: number) =>
    figures.get(`ns/${labelOf({ name: way, bytes })}`, target, {});
  const measured = models.filter(({ target }) =>
    messageLengths.some((bytes) => figureOf(target, bytes)?.estimate),
  );
  const rows = measured.flatMap(({ target, head }) =>
    messageLengths.map((bytes, position) => {
      const figure = figureOf(target, bytes);
      const rate = figure?.estimate ? count((bytes / figure.estimate.median) * 1000) : '–';
      return [position === 0 ? head : '', length(bytes), time(figure), rate];
    }),
  );
  const shown = measured.flatMap(({ target, head }) =>
    messageLengths.map((bytes) => ({ name: `${length(bytes)}, ${head}`, figure: figureOf(target, bytes) })),
  );
  return {
    caption: messageCaptions[way],
    columns: [left('Model'), right('Length'), right('A message'), right('MB/s')],
    rows,
    notes: [
      notes[way],
      ...missingNotes(trials, models, (row) => row.split('/')[0] === way),
      ...notesOnDoubts(shown, duration),
    ],
  };
}
