// Targets of the bench: for each one in the testkit's registry, the program that runs its trials (see README.md).

import { join } from 'node:path';
import { reasonOf, UsageError } from '@three-ways/command-line';
import { binFolder, buildGoCommands, findGo, type GoOptions, goFolder } from '@three-ways/raft-go';
import { commandOn, type Engine, missingOn, prepareEngine } from '@three-ways/raft-testkit/engines';
import { labels } from '@three-ways/raft-testkit/targets';
import { ideal } from '../suites/common/suite.ts';
import { missingFor } from '../suites/primitives/python.ts';
import { baselines } from './baselines.ts';
import type { Command } from './child-process.ts';
import type { Prepared, PrepareOptions, Target } from './target.ts';

export type { Prepared, Target };

/** Implementations of Raft. Every suite measures them. */
const runtimes: readonly Target[] = Object.entries(labels).map(([name, label]) => ({
  ...label,
  name,
  ...(label.language === 'Go'
    ? { prepare: prepareGo }
    : { prepare: prepareTypeScript, prepareOn: (engine, options) => prepareOn(engine, name, options) }),
}));

const suites = ['primitives'];

/** Go on one thread of its own, and what that takes from goroutines without asynchronous preemption. */
const goOnOneThread: readonly Target[] = [
  {
    ...{ name: 'go-1', title: 'Go, GOMAXPROCS=1', language: 'Go', suites: [...suites, 'starvation'] },
    prepare: (options) => prepareGoWith({ GOMAXPROCS: '1' }, options),
  },
  {
    ...{ name: 'go-nopreempt', title: 'Go, no preemption', language: 'Go', suites: ['starvation'] },
    differs: 'GOMAXPROCS=1 and GODEBUG=asyncpreemptoff=1, so that a loop without calls keeps the processor',
    prepare: (options) => prepareGoWith({ GOMAXPROCS: '1', GODEBUG: 'asyncpreemptoff=1' }, options),
  },
];

/** Models that have no Raft here. */
const modelsAlone: readonly Target[] = [
  { name: 'processes', title: 'Node processes', language: 'TypeScript', suites, prepare: prepareTypeScript },
  {
    name: 'python-threads',
    title: 'Python threads',
    language: 'Python',
    suites,
    prepare: ({ env }) => preparePython('threads', env),
  },
  {
    name: 'python-gevent',
    title: 'Python gevent',
    language: 'Python',
    suites,
    prepare: ({ env }) => preparePython('gevent', env),
  },
];

/** All targets, in the order of runs and tables. */
export const targets: readonly Target[] = [...runtimes, ...goOnOneThread, ...modelsAlone, ...baselines];

/** Servers in virtual time. */
export const idealTarget: Target = {
  name: ideal,
  title: 'Ideal',
  language: 'TypeScript',
  prepare: prepareTypeScript,
};

const trialProgram = join(import.meta.dirname, 'trial.ts');

async function prepareTypeScript(): Promise<Prepared> {
  return { ready: true, command: { file: process.execPath, args: ['--expose-gc', trialProgram] } };
}

/** Fetches the engine at need, and asks it whether it can run the target. */
async function prepareOn({ name }: Engine, target: string, options: PrepareOptions): Promise<Prepared> {
  const finding = await prepareEngine(name, options);
  if (!finding.ready) return finding;
  const reason = await missingOn(finding.engine, target);
  if (reason !== null) return { ready: false, reason, impossible: true };
  return { ready: true, command: commandOn(finding.engine, trialProgram) };
}

/** Builds go-reference/cmd/trial at need. */
async function prepareGo(options: GoOptions): Promise<Prepared> {
  const go = await findGo(goFolder, options);
  if (!go.found) return { ready: false, reason: go.reason };
  try {
    await buildGoCommands(goFolder, options);
  } catch (error) {
    if (options.signal?.aborted) throw error;
    throw new UsageError(reasonOf(error));
  }
  const command = { file: join(binFolder(goFolder), 'trial'), args: [] };
  return { ready: true, command, goVersion: go.version };
}

/** The same program with more in its environment. */
async function prepareGoWith(env: Command['env'], options: GoOptions): Promise<Prepared> {
  const prepared = await prepareGo(options);
  return prepared.ready ? { ...prepared, command: { ...prepared.command!, env: env! } } : prepared;
}

async function preparePython(model: 'threads' | 'gevent', env?: NodeJS.ProcessEnv): Promise<Prepared> {
  const reason = await missingFor(model, env);
  return reason === null ? { ready: true } : { ready: false, reason };
}
