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
  /**
   * Names of functions, and of methods of other objects than `this`. With an object before it, `inbox.receive`, only of
   * objects whose name ends in that word, in any case: `inbox`, `this.ownInbox`.
   */
  readonly always: ReadonlySet<string>;
  /** The same, for names that other objects have too: these count only without a positional argument, or with a number. */
  readonly withoutArgument?: ReadonlySet<string>;
  /** What waits at both or one of its ends when it is held by `with`: the names of the classes. */
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
  // thread-channel's, raft-workers' transport, and the two of the language below them.
  workers: { always: new Set(['Atomics.wait', 'receive', 'sender.send', 'lock', 'acquire']) },
  goroutines: {
    always: new Set([
      'Wait',
      'Lock',
      'RLock',
      'Sleep',
      'ReadFull',
      'Copy',
      'CopyN',
      'Accept',
      'Encode',
      'Decode',
    ]),
  },
  'python-threads': python,
  'python-gevent': python,
};

/** Iterators of the Go reference that wait for their next item: syntax does not tell them from others. */
export const waitingIterators: ReadonlySet<string> = new Set(['batches', 'messages']);

/** The model of a text unless another is given: the one in which the language waits without a library. */
export const defaultModels: Readonly<Record<Language, Model>> = {
  typescript: 'async',
  go: 'goroutines',
  python: 'python-threads',
};
