// The calls that block, by model: where a language does not mark a wait, only the name of what is called shows it.

import type { Language } from '../parsing/source-file.ts';

/** A concurrency model whose waits are counted. */
export type Model =
  | 'async'
  | 'coroutines'
  | 'workers'
  | 'processes'
  | 'goroutines'
  | 'python-threads'
  | 'python-gevent';

export interface BlockingCalls {
  /** Names of functions, and of methods of other objects than `this`. `Atomics.wait`: of this object alone. */
  readonly always: ReadonlySet<string>;
  /** Names that other objects have too: these count only without an argument, or with a number, a timeout. */
  readonly withoutArgument?: ReadonlySet<string>;
  /** Methods of a class or package, `Sender.send`: of variables that are made by it, or of that type, in the same file. */
  readonly ofClasses?: ReadonlySet<string>;
  /** Classes whose instances wait when `with` begins or ends. */
  readonly held?: ReadonlySet<string>;
}

const python: BlockingCalls = {
  always: new Set([
    'acquire',
    'accept',
    'communicate',
    'connect',
    'joinall',
    'put',
    'recv',
    'recv_bytes',
    'recvfrom',
    'send',
    'send_bytes',
    'sendall',
    'sleep',
    'wait',
    'wait_for',
  ]),
  withoutArgument: new Set(['get', 'join', 'result']),
  held: new Set([
    'Lock',
    'RLock',
    'Semaphore',
    'BoundedSemaphore',
    'Condition',
    'Group',
    'Pool',
    'Popen',
    'joined_group',
    'ThreadPoolExecutor',
    'ThreadPool',
  ]),
};

/** None: the language marks every wait, as `await` or `yield`. */
const marked: BlockingCalls = { always: new Set() };

export const blockingCalls: Readonly<Record<Model, BlockingCalls>> = {
  async: marked,
  coroutines: marked,
  processes: marked,
  // thread-channel's, and those that the idioms build on Atomics.
  workers: {
    always: new Set(['Atomics.wait', 'sleepWhile', 'receive', 'wait']),
    ofClasses: new Set(['Sender.send', 'Mutex.lock', 'Queue.put', 'Queue.take']),
  },
  goroutines: {
    always: new Set(['Accept', 'Gosched', 'Lock', 'RLock', 'ReadFull', 'Sleep', 'Wait']),
    ofClasses: new Set(['gob.Decode', 'gob.Encode']),
  },
  'python-threads': python,
  'python-gevent': python,
};

/** Methods of the Go reference that return an iterator which waits for its next item: syntax does not distinguish them from others. */
export const waitingIterators: ReadonlySet<string> = new Set(['batches']);

/** The model of a text unless another is given: the one in which the language waits without a library. */
export const defaultModels: Readonly<Record<Language, Model>> = {
  typescript: 'async',
  go: 'goroutines',
  python: 'python-threads',
};
