// The wake protocol, and all that hangs on it, in every interleaving that small programs have: the real code, run by
// interleaving/explorer.ts.

import { describe, expect, it } from 'vitest';
import * as library from '../src/index.ts';
import { ending } from './interleaving/ending.ts';
import { Explorer } from './interleaving/explorer.ts';
import { mistakes, patched, withoutPlainLook } from './interleaving/mistakes.ts';
import { waking } from './interleaving/waking.ts';

const programs = { ...waking, ...ending };

describe('in every interleaving', { timeout: 120_000 }, () => {
  it.each(Object.keys(programs))('%s', async (name) => {
    const { violation, states } = await new Explorer(programs[name]!(library)).explore();
    expect(violation).toBe(null);
    expect(states).toBeGreaterThan(100);
  });
});

describe('even if a plain look sees nothing', { timeout: 120_000 }, () => {
  it.each(Object.keys(ending))('%s', async (name) => {
    await patched([withoutPlainLook], async (copy) => {
      const { violation } = await new Explorer(ending[name]!(copy)).explore();
      expect(violation).toBe(null);
    });
  });
});

describe('a mistake is found', { timeout: 120_000 }, () => {
  it.each(mistakes.map((mistake) => [mistake.name, mistake] as const))('%s', async (_name, mistake) => {
    await patched([withoutPlainLook, mistake], async (copy) => {
      const { violation } = await new Explorer(programs[mistake.caughtBy]!(copy)).explore();
      expect(violation).not.toBe(null);
    });
  });
});
