// What Writer and Reader share: a region of memory, and a place in it that moves on.

import { InvalidArgument } from '@three-ways/raft-core';

export class Cursor {
  protected readonly memory: Uint8Array;
  protected readonly from: number;
  protected readonly to: number;
  /** The next byte's place. */
  protected at: number;

  /** Looks at `memory` from one place up to another, and at nothing else. @throws InvalidArgument if it ends before */
  constructor(memory: Uint8Array, from = 0, to = memory.length) {
    if (!(from >= 0 && from <= to && to <= memory.length))
      throw new InvalidArgument(`from ${from} to ${to} is no region of ${memory.length} bytes`);
    this.memory = memory;
    this.from = from;
    this.to = to;
    this.at = from;
  }

  /** How many bytes it has gone on so far. */
  get length(): number {
    return this.at - this.from;
  }
}
