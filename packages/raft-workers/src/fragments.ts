// A frame larger than a ring travels as fragments, one after the other in the same lane. Each says where it belongs, so a
// receiver that was started in the middle of a frame, or whose sender was, drops what can't become whole.

/** A fragment's first byte. That of a whole frame is the codec's version, from 1 up. */
const fragmentMark = 0;
/** The mark, the fragment's place in the frame and the frame's length (4 bytes each). */
const headerSize = 9;
const fragmentSize = 64 * 1024;

/** How many frames one becomes, where a ring takes `largest` bytes. */
export function fragmentCount(frame: Uint8Array, largest: number): number {
  return frame.length <= largest ? 1 : Math.ceil(frame.length / fragmentSize);
}

/** The next fragment takes the place of the one before: it is to be sent, or copied, at once. */
export function* fragmentsOf(frame: Uint8Array): Generator<Uint8Array> {
  const fragment = new Uint8Array(headerSize + fragmentSize);
  const header = new DataView(fragment.buffer);
  fragment[0] = fragmentMark;
  header.setUint32(5, frame.length);
  for (let at = 0; at < frame.length; at += fragmentSize) {
    const part = frame.subarray(at, at + fragmentSize);
    header.setUint32(1, at);
    fragment.set(part, headerSize);
    yield fragment.subarray(0, headerSize + part.length);
  }
}

export function isFragment(bytes: Uint8Array, offset: number): boolean {
  return bytes[offset] === fragmentMark;
}

/** Puts the fragments of one lane together. */
export class Assembly {
  private frame = new Uint8Array(0);
  private length = 0;

  /** Returns the frame, if this was its last fragment. */
  add(bytes: Uint8Array, offset: number, length: number): Uint8Array | null {
    const header = new DataView(bytes.buffer, bytes.byteOffset + offset, headerSize);
    const [at, size] = [header.getUint32(1), header.getUint32(5)];
    if (at === 0) this.begin(size);
    if (at !== this.length || size !== this.frame.length) return null;
    this.frame.set(bytes.subarray(offset + headerSize, offset + length), at);
    this.length += length - headerSize;
    if (this.length < size) return null;
    const { frame } = this;
    this.begin(0);
    return frame;
  }

  private begin(size: number): void {
    this.frame = new Uint8Array(size);
    this.length = 0;
  }
}
