// The models that the suite compares, and how each is measured.

/** A TypeScript model of the package `idioms`. */
type TypeScriptModel = 'async' | 'coroutines' | 'workers' | 'processes';

/** The program that measures a model. */
export type Program =
  | { readonly language: 'TypeScript'; readonly model: TypeScriptModel }
  | { readonly language: 'Go'; readonly env: Readonly<Record<string, string>> }
  | { readonly language: 'Python'; readonly model: 'threads' | 'gevent' };

export interface Model {
  /** Name on the command line and in the results. */
  readonly target: string;
  /** Head of its column. */
  readonly head: string;
  /** The same where eight columns stand side by side. */
  readonly shortHead: string;
  /** What a task is. */
  readonly task: string;
  readonly program: Program;
  /** Share of the idioms' sizes that a run takes. */
  readonly share: number;
  /** Duration of a trial on a quiet machine, and what running twice the work adds (ms). */
  readonly trialMs: readonly [trial: number, proof: number];
  /** Whether tasks take milliseconds to start. */
  readonly heavy?: boolean;
  /** Numbers of waiting tasks at which memory is read. */
  readonly parked: readonly number[];
}

const cheapTasks = [5_000, 15_000, 25_000];
const typeScript = (model: TypeScriptModel): Program => ({ language: 'TypeScript', model });

/** In the order of the tables. */
export const models: readonly Model[] = [
  {
    target: 'async',
    head: 'async',
    shortHead: 'async',
    task: 'a promise',
    program: typeScript('async'),
    share: 0.2,
    trialMs: [1_500, 200],
    parked: cheapTasks,
  },
  {
    target: 'coroutines',
    head: 'coroutines',
    shortHead: 'corout.',
    task: 'a greenlet',
    program: typeScript('coroutines'),
    share: 0.2,
    trialMs: [1_800, 200],
    parked: cheapTasks,
  },
  {
    target: 'workers',
    head: 'workers',
    shortHead: 'workers',
    task: 'a thread',
    program: typeScript('workers'),
    share: 0.1,
    trialMs: [3_000, 1_800],
    heavy: true,
    parked: [1, 3, 5],
  },
  {
    target: 'processes',
    head: 'processes',
    shortHead: 'proc.',
    task: 'a process',
    program: typeScript('processes'),
    share: 0.1,
    trialMs: [2_300, 1_500],
    heavy: true,
    parked: [1, 2, 3],
  },
  {
    target: 'go-1',
    head: 'Go, 1 thread',
    shortHead: 'Go, 1',
    task: 'a goroutine',
    program: { language: 'Go', env: { GOMAXPROCS: '1' } },
    share: 0.2,
    trialMs: [900, 300],
    parked: cheapTasks,
  },
  {
    target: 'go',
    head: 'Go, all cores',
    shortHead: 'Go, all',
    task: 'a goroutine',
    program: { language: 'Go', env: {} },
    share: 0.2,
    trialMs: [1_000, 300],
    parked: cheapTasks,
  },
  {
    target: 'python-threads',
    head: 'Python threads',
    shortHead: 'Py thr.',
    task: 'a thread',
    program: { language: 'Python', model: 'threads' },
    share: 0.15,
    trialMs: [1_900, 300],
    parked: [50, 150, 250],
  },
  {
    target: 'python-gevent',
    head: 'Python gevent',
    shortHead: 'gevent',
    task: 'a greenlet',
    program: { language: 'Python', model: 'gevent' },
    share: 0.2,
    trialMs: [1_100, 200],
    parked: [500, 1_500, 2_500],
  },
];

/** @throws Error if no model has the name */
export function modelOf(target: string): Model {
  const model = findModel(target);
  if (model === undefined) throw new Error(`unknown target ${target}`);
  return model;
}

/** Duration of a trial on a quiet machine (ms); an unknown model's trial fails at once. */
export function trialMsOf(target: string, proof: boolean): number {
  const [trial, more] = findModel(target)?.trialMs ?? [0, 0];
  return trial + (proof ? more : 0);
}

/** Whether tasks take milliseconds to start. */
export function isHeavy(target: string): boolean {
  return findModel(target)?.heavy ?? false;
}

function findModel(target: string): Model | undefined {
  return models.find((candidate) => candidate.target === target);
}
