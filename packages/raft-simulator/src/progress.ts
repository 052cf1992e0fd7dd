// Progress of a run of many seeds: one line, updated in place on a terminal, else repeated every five seconds.

import { clearLine, cursorTo } from 'node:readline';
import type { WriteStream } from 'node:tty';
import type { Batch } from './batch.ts';

/** Interval of lines where there is no terminal (ms). */
const plainInterval = 5000;

export interface Progress {
  update(done: Batch): void;
  end(): void;
}

export function createProgress(stream: NodeJS.WritableStream, total: number): Progress {
  const start = performance.now();
  const line = (done: Batch) =>
    `${done.seeds}/${total} seeds, ${rateOf(done)}, ${remaining(done, total, start)}`;
  if (!('isTTY' in stream && stream.isTTY)) return plain(stream, line);
  const terminal = stream as WriteStream;
  const clear = () => {
    cursorTo(terminal, 0);
    clearLine(terminal, 0);
  };
  return {
    update(done) {
      clear();
      terminal.write(line(done).slice(0, (terminal.columns || 80) - 1));
    },
    end: clear,
  };
}

function plain(stream: NodeJS.WritableStream, line: (done: Batch) => string): Progress {
  let last = performance.now();
  return {
    update(done) {
      if (performance.now() - last < plainInterval) return;
      last = performance.now();
      stream.write(`${line(done)}\n`);
    },
    end() {},
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
