// The stress test, briefly; `stress/main.ts` runs it for longer.

import { describe, expect, it } from 'vitest';
import { stress } from './stress/stress.ts';
import { check, sizeOf, write } from './stress/traffic.ts';

describe('the stress test', { timeout: 60_000 }, () => {
  it('finds nothing wrong in two seconds of traffic among dying threads', async () => {
    const { received, receivers, senders } = await stress({ seconds: 2 });
    expect(received).toBeGreaterThan(0);
    expect(receivers).toBeGreaterThan(1);
    expect(senders).toBeGreaterThan(3);
  });

  it('would see a message of which a byte is wrong', () => {
    const bytes = new Uint8Array(1000);
    const size = write(bytes, 0, 7, 1);
    expect(size).toBe(sizeOf(7, 1));
    expect(check(bytes, 0, size)).toEqual({ sender: 7, sequence: 1 });
    bytes[size - 1]! ^= 1;
    expect(() => check(bytes, 0, size)).toThrow(/torn/);
  });
});
