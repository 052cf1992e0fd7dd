// A terminal in memory, for the tests of command lines.

import { Writable } from 'node:stream';
import { WriteStream } from 'node:tty';

export class Screen extends Writable {
  text = '';
  isTTY = false;
  columns?: number;

  override _write(chunk: Buffer, _encoding: string, done: () => void): void {
    this.text += chunk;
    done();
  }

  /** As a terminal does, by the environment. */
  readonly getColorDepth = WriteStream.prototype.getColorDepth;
}
