// A stream that keeps what is written to it.

import { Writable } from 'node:stream';

export class Transcript extends Writable {
  text = '';

  override _write(chunk: Buffer, _encoding: BufferEncoding, done: () => void): void {
    this.text += chunk.toString();
    done();
  }
}
