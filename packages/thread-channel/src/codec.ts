/** Turns values into bytes and back. Both ends of a channel need the same one. */
export interface Codec<T> {
  /** The bytes of a value; they are copied before the next call. */
  encode(value: T): Uint8Array;
  /** The value of bytes that it may keep. */
  decode(bytes: Uint8Array<ArrayBuffer>): T;
}
