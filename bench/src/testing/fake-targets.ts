// Targets whose trials do no work: see fake-trial.ts.

import { join } from 'node:path';
import type { Command } from '../run/child-process.ts';
import type { Target } from '../run/targets.ts';

/** A program that behaves as the first argument of fake-trial.ts says. */
export function fakeCommand(...args: string[]): Command {
  return { file: process.execPath, args: [join(import.meta.dirname, 'fake-trial.ts'), ...args] };
}

export function fakeTarget(name: string, ...args: string[]): Target {
  const command = fakeCommand(...args);
  return {
    name,
    title: `Fake, ${name}`,
    language: 'TypeScript',
    prepare: async () => ({ ready: true, command }),
  };
}
