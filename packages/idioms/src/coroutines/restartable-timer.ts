// Idiom 6: a timer that can be restarted.

import {
  type Alarm,
  Event,
  type Green,
  getHub,
} from '@three-ways/greenlet';
import { checkDelays, checkSizes } from '../sizes.ts';

/**
 * Restarts a timer `restarts` times; it fires once, `timeout` ms
 * after the last. Returns how often it fired early: never. An
 * alarm of the hub moves within a heap; no timer of Node's is
 * made or cleared for it.
 */
export function* restartableTimer(
  restarts: number,
  timeout: number,
): Green<number> {
  checkSizes({ restarts });
  checkDelays({ timeout });
  let fired = 0;
  const expiry = new Event();
  using timer = new RestartableTimer(() => {
    fired += 1;
    expiry.set();
  });
  timer.restart(timeout);
  for (let i = 0; i < restarts; i += 1)
    timer.restart(timeout);
  yield* expiry.wait();
  return fired - 1;
}

/** What an election timer needs: each delay may be another. */
export class RestartableTimer implements Disposable {
  private readonly alarm: Alarm;

  constructor(fire: () => void) {
    this.alarm = getHub().after(Infinity, fire);
  }

  /** Fires `ms` milliseconds from now, and not before. */
  restart(ms: number): void {
    this.alarm.restart(ms);
  }

  stop(): void {
    this.alarm.cancel();
  }

  [Symbol.dispose](): void {
    this.stop();
  }
}
