// The sources that get probes, with the places of the probes: the files of each model that readers lay side by side.

import { join } from 'node:path';
import { readSource } from '@three-ways/source-code';
import { workspace } from '../../listing/read.ts';
import type { Model } from '../engine/world.ts';
import { type Place, withProbes } from './instrument.ts';

export interface ProbedFile {
  /** Relative to the workspace's root. */
  readonly file: string;
  readonly text: string;
  /** The text with probes, with the same lines. */
  readonly probed: string;
}

export interface ProbedSources {
  readonly files: readonly ProbedFile[];
  readonly places: readonly Place[];
}

/** The files of each model, and in them the functions that get probes; all without a list. */
const subjects: Readonly<Record<Model, Readonly<Record<string, readonly string[] | null>>>> = {
  async: { 'packages/raft-async/src/server.ts': null, 'packages/raft-async/src/clients.ts': null },
  coroutines: {
    'packages/raft-coroutines/src/server.ts': null,
    'packages/raft-coroutines/src/clients.ts': null,
  },
  go: {
    'go-reference/goroutines/server.go': null,
    'go-reference/goroutines/clients.go': null,
    'go-reference/goroutines/locked.go': [
      'restartElectionTimer',
      'handle',
      'startElection',
      'beginLeadership',
    ],
  },
};

export function probedSources(model: Model): ProbedSources {
  const places: Place[] = [];
  const files = Object.entries(subjects[model]).map(([file, only]) => {
    const source = readSource(join(workspace, file));
    const fits = (symbol: string) => only === null || only.includes(symbol);
    return { file, text: source.text, probed: withProbes(source, file, places, fits) };
  });
  return { files, places };
}
