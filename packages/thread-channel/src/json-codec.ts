// JSON as a codec: the smallest and fastest for plain data, with JSON's losses (undefined, NaN, dates, maps, bytes).

import type { Codec } from './codec.ts';
import { InvalidArgument } from './errors.ts';

const encoder = new TextEncoder();
const decoder = new TextDecoder();

/** Values that JSON holds. @throws InvalidArgument for a value that JSON has no text for, TypeError for a cycle or a bigint */
export function json<T>(): Codec<T> {
  return {
    encode(value) {
      const text = JSON.stringify(value);
      if (text === undefined)
        throw new InvalidArgument(`${typeof value} is not JSON: give a value that JSON holds`);
      return encoder.encode(text);
    },
    decode: (bytes) => JSON.parse(decoder.decode(bytes)) as T,
  };
}
