// The models as the paper calls them.

/** A model that has the whole server. */
export interface Model {
  /** Target of the bench. */
  readonly target: string;
  readonly label: string;
  /** Its runtime, as source-code names it. */
  readonly runtime: 'async' | 'coroutines' | 'workers' | 'goroutines';
}

export const models: readonly Model[] = [
  { target: 'async', label: 'Event loop', runtime: 'async' },
  { target: 'coroutines', label: 'Coroutines', runtime: 'coroutines' },
  { target: 'workers', label: 'Threads', runtime: 'workers' },
  { target: 'go', label: 'Goroutines', runtime: 'goroutines' },
];

/** Models that have the idioms alone, and Go on one thread. */
export const others = [
  { target: 'go-1', label: 'Goroutines, 1 thread' },
  { target: 'processes', label: 'Processes' },
  { target: 'python-threads', label: 'Python threads' },
  { target: 'python-gevent', label: 'gevent' },
] as const;

export function labelOf(target: string): string {
  return [...models, ...others].find((model) => model.target === target)?.label ?? target;
}
