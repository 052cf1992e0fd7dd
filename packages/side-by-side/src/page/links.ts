// Where the page links to: a file at a commit in a repository on the web, or the copy of the file that the page brings along.

import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { workspace } from '../listing/read.ts';

export interface Links {
  /** Short, for the foot of the page; null outside of a repository. */
  readonly commit: string | null;
  /** Whether the copies are linked to, and so must be there. */
  readonly areCopies: boolean;
  lines(file: string, startLine: number, endLine: number): string;
}

/** @param repository its address on the web, without a slash at the end; the root's package.json decides unless given */
export function linksTo(repository = repositoryOfWorkspace()): Links {
  const commit = commitOfWorkspace();
  if (repository === null || commit === null)
    return { commit, areCopies: true, lines: (file, startLine) => `${copyOf(file)}#L${startLine}` };
  const base = `${repository}/blob/${commit}`;
  return { commit, areCopies: false, lines: (file, start, end) => `${base}/${file}#L${start}-L${end}` };
}

/** The copy's place in the site: short, since each segment links to it. `raft-async/src/server.ts` is `source/raft-async/server.ts.html`. */
export function copyOf(file: string): string {
  return `source/${file.replace(/^(?:packages|bench\/baselines)\//, '').replace('/src/', '/')}.html`;
}

function repositoryOfWorkspace(): string | null {
  const { repository } = JSON.parse(readFileSync(join(workspace, 'package.json'), 'utf8'));
  const url: unknown = typeof repository === 'string' ? repository : repository?.url;
  return typeof url === 'string' ? url.replace(/^git\+/, '').replace(/\.git$/, '') : null;
}

function commitOfWorkspace(): string | null {
  try {
    return execFileSync('git', ['rev-parse', 'HEAD'], {
      cwd: workspace,
      encoding: 'utf8',
      stdio: ['ignore', 'pipe', 'ignore'],
    }).trim();
  } catch {
    return null; // no git, or sources without a repository
  }
}
