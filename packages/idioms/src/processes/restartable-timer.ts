// Idiom 6: a timer that can be restarted.

import { checkDelays, checkSizes } from '../sizes.ts';
import type { Child } from './child.ts';
import { Children } from './children.ts';
import { receive, send } from './parent.ts';

/**
 * Restarts a timer `restarts` times; it fires once, `timeout` ms
 * after the last. Returns how often it fired early: never. Here
 * another process keeps it, a watchdog: it fires even if this one
 * hangs or dies. A process's own timers are its event loop's.
 * @throws RangeError
 */
export async function restartableTimer(
  restarts: number,
  timeout: number,
): Promise<number> {
  checkSizes({ restarts });
  checkDelays({ timeout });
  await using children = new Children(import.meta.url);
  const watchdog = children.fork(keepTimer);
  const timer = new RestartableTimer(watchdog);
  for (let i = 0; i < restarts; i += 1)
    await timer.restart(timeout);
  await timer.restart(timeout);
  let early = 0;
  while ((await timer.fired()) <= restarts) early += 1;
  return early;
}

/** A timer that another process keeps. */
export class RestartableTimer {
  private readonly watchdog: Child;

  /** @param watchdog a child that runs `keepTimer` */
  constructor(watchdog: Child) {
    this.watchdog = watchdog;
  }

  /** Fires `ms` ms after the watchdog has read this. */
  async restart(ms: number): Promise<void> {
    await this.watchdog.send(ms);
  }

  async stop(): Promise<void> {
    await this.watchdog.send('stop');
  }

  /** Resolves with the number of restarts before it fired. */
  async fired(): Promise<number> {
    return await this.watchdog.receive();
  }
}

export async function keepTimer() {
  let timer: NodeJS.Timeout | undefined;
  for (let restarts = 1; ; restarts += 1) {
    const ms = await receive<number | 'stop'>();
    clearTimeout(timer);
    if (ms !== 'stop')
      timer = setTimeout(send, ms, restarts);
  }
}
