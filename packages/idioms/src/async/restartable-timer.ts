// Idiom 6: a timer that can be restarted.

import { checkDelays, checkSizes } from '../sizes.ts';

/**
 * Restarts a timer `restarts` times; it fires once, `timeout` ms
 * after the last. Returns how often it fired early: never. The
 * loop does not wait, so no timer could fire within it anyway:
 * a busy event loop delays timers, and never runs them early.
 */
export async function restartableTimer(
  restarts: number,
  timeout: number,
): Promise<number> {
  checkSizes({ restarts });
  checkDelays({ timeout });
  let fired = 0;
  const expiry = Promise.withResolvers<void>();
  using timer = new RestartableTimer(() => {
    fired += 1;
    expiry.resolve();
  });
  timer.restart(timeout);
  for (let i = 0; i < restarts; i += 1)
    timer.restart(timeout);
  await expiry.promise;
  return fired - 1;
}

/** What an election timer needs: each delay may be another. */
export class RestartableTimer implements Disposable {
  private readonly fire: () => void;
  private timeout: NodeJS.Timeout | undefined;

  constructor(fire: () => void) {
    this.fire = fire;
  }

  /** Fires `ms` milliseconds from now, and not before. */
  restart(ms: number): void {
    clearTimeout(this.timeout);
    this.timeout = setTimeout(this.fire, ms);
  }

  stop(): void {
    clearTimeout(this.timeout);
  }

  [Symbol.dispose](): void {
    this.stop();
  }
}
