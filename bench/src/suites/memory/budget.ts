// The time and memory that a cluster may take. What exceeds them is not carried: a result, not a failure.

import type { IdleSpec, NotCarried } from './protocol.ts';

/** Poll interval of the resident set (ms). */
const pollInterval = 20;

/** The result of the work, or of the budget that it exceeds; the work then goes on unattended. */
export async function withinBudget<R>(
  { budgetMs, budgetBytes }: Pick<IdleSpec, 'budgetMs' | 'budgetBytes'>,
  work: Promise<R>,
): Promise<R | NotCarried> {
  const { promise: exceeded, resolve } = Promise.withResolvers<NotCarried>();
  const time = setTimeout(() => resolve(outOfTime(budgetMs)), budgetMs);
  const memory = setInterval(() => {
    if (process.memoryUsage.rss() > budgetBytes)
      resolve(notCarried('memory', `more than ${budgetBytes / 2 ** 20} MiB`));
  }, pollInterval);
  try {
    return await Promise.race([work.catch(refusedMemory), exceeded]);
  } finally {
    clearTimeout(time);
    clearInterval(memory);
  }
}

export function outOfTime(budgetMs: number): NotCarried {
  return notCarried('time', `more than ${budgetMs / 1000} s`);
}

export function notCarried(limit: NotCarried['limit'], reason: string): NotCarried {
  return { suite: 'memory', part: 'idle', limit, reason };
}

/** Memory that the system does not give, to a buffer or to a thread. */
function refusedMemory(error: unknown): NotCarried {
  const { code } = error as NodeJS.ErrnoException;
  if (error instanceof RangeError || code === 'ERR_WORKER_OUT_OF_MEMORY' || code === 'ERR_WORKER_INIT_FAILED')
    return notCarried('memory', (error as Error).message);
  throw error;
}
