// Regions of memory: the bytes of `memory` at [from, to).

import { InvalidArgument } from '@three-ways/raft-core';

/** @throws InvalidArgument if the memory has no such region */
export function checkRegion(memory: Uint8Array, from: number, to: number): void {
  if (!(from >= 0 && from <= to && to <= memory.length))
    throw new InvalidArgument(`from ${from} to ${to} is no region of ${memory.length} bytes`);
}
