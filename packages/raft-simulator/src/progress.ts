// Progress of a run of many seeds: position, rate and time left.

import { createStatusLine } from '@three-ways/command-line';
import type { Batch } from './batch.ts';

export interface Progress {
  update(done: Batch): void;
  end(): void;
}

export function createProgress(stream: NodeJS.WritableStream, total: number): Progress {
  const start = performance.now();
  const status = createStatusLine(stream);
  return {
    update: (done) =>
      status.update(`${done.seeds}/${total} seeds, ${rateOf(done)}, ${remaining(done, total, start)}`),
    end: status.clear,
  };
}

/** Steps a second on one core. */
export function rateOf({ steps, ms }: Batch): string {
  const rate = ms === 0 ? 0 : Math.round((steps / ms) * 1000);
  return `${rate.toLocaleString('en')} steps a second a core`;
}

function remaining({ seeds }: Batch, total: number, start: number): string {
  const seconds =
    seeds === 0 ? 0 : Math.round((((performance.now() - start) / seeds) * (total - seeds)) / 1000);
  return `about ${Math.floor(seconds / 60)}:${String(seconds % 60).padStart(2, '0')} left`;
}
