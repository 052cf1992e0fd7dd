// The hash of digests. Go's twin uses hash/fnv of its library.

/** FNV-1a in 32 bits. */
export class Fnv1a {
  private hash = 0x811c9dc5;

  write(bytes: Uint8Array): void {
    for (const byte of bytes) this.hash = Math.imul(this.hash ^ byte, 0x01000193);
  }

  /** The hash of what was written, as 8 hexadecimal digits. */
  toString(): string {
    return (this.hash >>> 0).toString(16).padStart(8, '0');
  }
}
