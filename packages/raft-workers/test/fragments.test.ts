// Frames in fragments: whole on the other side, or nothing.

import { describe, expect, it } from 'vitest';
import { Assembly, fragmentCount, fragmentsOf, isFragment } from '../src/fragments.ts';

function frameOf(length: number, seed: number): Uint8Array {
  return Uint8Array.from({ length }, (_, i) => (i * 31 + seed) & 0xff);
}

function copiesOf(frame: Uint8Array): Uint8Array[] {
  return Array.from(fragmentsOf(frame), (fragment) => fragment.slice());
}

describe('fragments', () => {
  it.each([70_000, 131_072, 1_048_620])('of a frame of %i bytes make the same frame again', (length) => {
    const frame = frameOf(length, 1);
    const fragments = copiesOf(frame);
    expect(fragments.length).toBe(fragmentCount(frame, 1000));
    expect(fragments.every((fragment) => isFragment(fragment, 0))).toBe(true);
    const assembly = new Assembly();
    const made = fragments.map((fragment) => assembly.add(fragment, 0, fragment.length));
    expect(made.slice(0, -1).every((whole) => whole === null)).toBe(true);
    expect(Buffer.from(made.at(-1)!).equals(Buffer.from(frame))).toBe(true);
  });

  it('of a frame that lacks its beginning, its middle or its end make nothing, and do not harm the next', () => {
    const assembly = new Assembly();
    const broken = copiesOf(frameOf(200_000, 2));
    for (const lacking of [0, 1, 3])
      for (const [i, fragment] of broken.entries())
        if (i !== lacking) expect(assembly.add(fragment, 0, fragment.length)).toBeNull();
    const next = frameOf(150_000, 3);
    const made = copiesOf(next).map((fragment) => assembly.add(fragment, 0, fragment.length));
    expect(Buffer.from(made.at(-1)!).equals(Buffer.from(next))).toBe(true);
  });
});
