// Every interleaving of small programs on the real code, by interleaving/explorer.ts.

import { describe, expect, it } from 'vitest';
import * as library from '../src/index.ts';
import { ending } from './interleaving/ending.ts';
import { Explorer } from './interleaving/explorer.ts';
import { handover } from './interleaving/handover.ts';
import { mutations, patched, withoutPlainRead } from './interleaving/mutations.ts';
import { sharing } from './interleaving/sharing.ts';
import { waking } from './interleaving/waking.ts';

const programs = { ...waking, ...ending, ...sharing, ...handover };

describe('in every interleaving', { timeout: 120_000 }, () => {
  it.each(Object.keys(programs))('%s', async (name) => {
    const { violation, states } = await new Explorer(programs[name]!(library)).explore();
    expect(violation).toBe(null);
    expect(states).toBeGreaterThan(100);
  });
});

describe('even if a plain read sees nothing', { timeout: 120_000 }, () => {
  it.each(Object.keys(ending))('%s', async (name) => {
    await patched([withoutPlainRead], async (copy) => {
      const { violation } = await new Explorer(ending[name]!(copy)).explore();
      expect(violation).toBe(null);
    });
  });
});

describe('a mutation is detected', { timeout: 120_000 }, () => {
  it.each(mutations.map((mutation) => [mutation.name, mutation] as const))('%s', async (_name, mutation) => {
    await patched([withoutPlainRead, mutation], async (copy) => {
      const { violation } = await new Explorer(programs[mutation.detectedBy]!(copy)).explore();
      expect(violation).not.toBe(null);
    });
  });
});
