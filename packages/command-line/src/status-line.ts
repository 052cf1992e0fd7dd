// The state of a long run in one line: written over on a terminal, elsewhere repeated now and then.

import { clearLine, cursorTo } from 'node:readline';
import { isTerminal, widthOf } from './terminal.ts';

/** Interval of lines where nothing can be written over (ms). */
const plainInterval = 5000;

export interface StatusLine {
  update(line: string): void;
  /** Removes the line, before something else is written. */
  clear(): void;
}

export function createStatusLine(stream: NodeJS.WritableStream): StatusLine {
  if (!isTerminal(stream)) return plain(stream);
  const clear = () => {
    cursorTo(stream, 0);
    clearLine(stream, 0);
  };
  return {
    update(line) {
      clear();
      stream.write(line.slice(0, widthOf(stream) - 1)); // a line that wraps can't be written over
    },
    clear,
  };
}

function plain(stream: NodeJS.WritableStream): StatusLine {
  let last = performance.now();
  return {
    update(line) {
      if (performance.now() - last < plainInterval) return;
      last = performance.now();
      stream.write(`${line}\n`);
    },
    clear() {},
  };
}
