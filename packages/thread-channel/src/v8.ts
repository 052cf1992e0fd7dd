// Node's own serialisation as a codec: what structured cloning holds, faster and smaller than the portable codec. Both ends
// must run in one process, which threads do. Bun and Deno have it too.

import { deserialize, serialize } from 'node:v8';
import type { Codec } from './codec.ts';

/** Values that structured cloning holds. @throws DataCloneError */
export function v8<T>(): Codec<T> {
  return {
    encode: (value) => serialize(value),
    decode: (bytes) => deserialize(bytes) as T,
  };
}
