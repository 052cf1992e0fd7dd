// What a terminal can do.

import type { WriteStream } from 'node:tty';

/** Whether a line on the stream can be written over: not in files and pipes, and not on a terminal without escape codes. */
export function isTerminal(stream: NodeJS.WritableStream, env = process.env): stream is WriteStream {
  return 'isTTY' in stream && stream.isTTY === true && env.TERM !== 'dumb';
}

/** Width of a line (characters): the terminal's, or 80 where it is unknown. */
export function widthOf(stream: NodeJS.WritableStream): number {
  return ('columns' in stream && Number(stream.columns)) || 80;
}
