// Options of a cluster of threads, in addition to the settings of every cluster.

import { refuse, requireFields, requireInteger, type ServerId } from '@three-ways/raft-core';

export interface WorkersOptions {
  /** Transport between threads: rings in shared memory, or Node's `postMessage`. Default `rings`. */
  readonly transport?: 'rings' | 'postMessage';
  /** Maximum size of a server's stable storage (bytes), 1024 to 2^31 - 1, used as it is written. Default 2^30. */
  readonly journalBytes?: number;
  /** Called with the error that ended a server. By default it is printed on standard error. */
  readonly onError?: (id: ServerId, error: unknown) => void;
}

/** Validates options and fills in the defaults. @throws InvalidArgument naming the option */
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
