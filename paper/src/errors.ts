// Problems of a paper, and how messages name paths and reasons.

import { relative } from 'node:path';

/** The paper can't be built. Each problem is one line that names its place. Exit code 1. */
export class BuildError extends Error {
  override readonly name = 'BuildError';
  readonly problems: readonly string[];

  constructor(problems: string | readonly string[]) {
    const list = typeof problems === 'string' ? [problems] : problems;
    super(list.join('\n'));
    this.problems = list;
  }
}

/** The run has not measured a suite that the text speaks of. */
export class MissingSuite extends BuildError {
  readonly suite: string;

  constructor(suite: string) {
    super(`the run has no figures of the suite "${suite}"`);
    this.suite = suite;
  }
}

/** Path for messages: relative to the working directory, if below it. */
export function shown(path: string): string {
  const near = relative(process.cwd(), path);
  return near === '' ? '.' : near.startsWith('..') ? path : near;
}

/** The operating system's reason, without the path, which our message names. */
export function reason(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  return error.message.replace(/, \w+ '.*$/s, '').replace(/\s+/g, ' ');
}
