// Fragmentation of frames larger than a ring's maximum, sent in order over the same lane. Each fragment carries its offset, so
// that after a restart of either end, incomplete frames are dropped.

/** First byte of a fragment. That of a whole frame is the codec's version, from 1. */
const fragmentMark = 0;
/** Bytes of a header: the mark (1), the fragment's offset in the frame (4) and the frame's length (4). */
const headerSize = 9;
const fragmentSize = 64 * 1024;

/** Number of frames to send for one, where a ring takes at most `largest` bytes. */
export function fragmentCount(frame: Uint8Array, largest: number): number {
  return frame.length <= largest ? 1 : Math.ceil(frame.length / fragmentSize);
}

/** Fragments of a frame. Each overwrites the one before: send or copy it at once. */
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

/** Reassembles the frames of one lane. */
export class Assembly {
  private frame = new Uint8Array(0);
  private length = 0;

  /** Adds a fragment. Returns the frame once it is complete, else null. */
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
