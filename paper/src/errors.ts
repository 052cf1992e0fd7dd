// The two ways a build can fail, told apart by exit code: the caller asked for something impossible (2), or the
// paper itself is broken (1).

import { relative } from 'node:path';

/** The command line asks for something that can't be done: a wrong flag, an unreadable folder. Exit code 2. */
export class UsageError extends Error {}

/** The paper can't be built as it stands. Each problem is one line that names its place. Exit code 1. */
export class BuildError extends Error {
  readonly problems: readonly string[];

  constructor(problems: string | readonly string[]) {
    const list = typeof problems === 'string' ? [problems] : problems;
    super(list.join('\n'));
    this.problems = list;
  }
}

/** A path as a reader of an error message knows it: relative to where the command was given. */
export function shown(path: string): string {
  const near = relative(process.cwd(), path);
  return near === '' ? '.' : near.startsWith('..') ? path : near;
}

/** What the operating system has against it, in its own words and without the path that we name ourselves. */
export function reason(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  return error.message.replace(/, \w+ '.*$/s, '').replace(/\s+/g, ' ');
}
