// The messages of the stress test: sender, sequence number, checksum and pseudo-random bytes, so that loss, duplication,
// tearing and mixing are detected.

const headerSize = 12;

/** Bytes of the largest message. */
export const largest = 1000;

/** Bytes of a message: mostly small, one in eight large; a function of the message alone. */
export function sizeOf(sender: number, sequence: number): number {
  const random = mix(sender * 0x9e3779b1 + sequence);
  return headerSize + (random % 8 === 0 ? (random >>> 8) % (largest - headerSize) : (random >>> 8) % 64);
}

export function write(bytes: Uint8Array, at: number, sender: number, sequence: number): number {
  const size = sizeOf(sender, sequence);
  const view = new DataView(bytes.buffer, bytes.byteOffset + at, size);
  view.setUint32(0, sender);
  view.setUint32(4, sequence);
  let word = mix(sequence);
  for (let i = headerSize; i < size; i++) {
    word = mix(word);
    bytes[at + i] = word;
  }
  view.setUint32(8, checksum(bytes, at + headerSize, at + size));
  return size;
}

/** The sender and the sequence number of a message. @throws Error if the message differs from the one written */
export function check(bytes: Uint8Array, at: number, size: number): { sender: number; sequence: number } {
  const view = new DataView(bytes.buffer, bytes.byteOffset + at, size);
  const sender = view.getUint32(0);
  const sequence = view.getUint32(4);
  if (size !== sizeOf(sender, sequence))
    throw new Error(`message ${sequence} of ${sender} has ${size} bytes`);
  if (view.getUint32(8) !== checksum(bytes, at + headerSize, at + size))
    throw new Error(`message ${sequence} of ${sender} is torn`);
  return { sender, sequence };
}

function checksum(bytes: Uint8Array, from: number, to: number): number {
  let sum = 1;
  for (let i = from; i < to; i++) sum = (Math.imul(sum, 31) + (bytes[i] as number)) | 0;
  return sum >>> 0;
}

/** A step of a well-mixing function from 32 bits to 32 bits. */
function mix(word: number): number {
  let x = (word + 0x6d2b79f5) | 0;
  x = Math.imul(x ^ (x >>> 15), x | 1);
  x ^= x + Math.imul(x ^ (x >>> 7), x | 61);
  return (x ^ (x >>> 14)) >>> 0;
}
