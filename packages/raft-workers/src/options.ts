// What a cluster of threads can be given beside the settings of every cluster.

import { refuse, requireFields, requireInteger, type ServerId } from '@three-ways/raft-core';

export interface WorkersOptions {
  /** How the threads speak to each other: by rings in shared memory, or by Node's `postMessage`. `rings` by default. */
  readonly transport?: 'rings' | 'postMessage';
  /** The most bytes of a server's stable storage, 1024 to 2^31 - 1; 2^30 by default. Only what is written is used. */
  readonly journalBytes?: number;
  /** Is told what has ended a server that nobody had crashed; by default it is printed on standard error. */
  readonly onError?: (id: ServerId, error: unknown) => void;
}

/** Completes, checks and copies the options. One that is undefined has its default. @throws InvalidArgument naming the option */
export function complete(given: WorkersOptions): Required<WorkersOptions> {
  requireFields('options', given, ['transport', 'journalBytes', 'onError']);
  const { transport = 'rings', journalBytes = 2 ** 30, onError = printError } = given;
  if (transport !== 'rings' && transport !== 'postMessage')
    refuse('transport', transport, '"rings" or "postMessage"');
  requireInteger('journalBytes', journalBytes, 1024, 2 ** 31 - 1);
  if (typeof onError !== 'function') refuse('onError', onError, 'a function');
  return { transport, journalBytes, onError };
}

function printError(id: ServerId, error: unknown): void {
  console.error(`server ${id} has ended by an error:`, error);
}
