// Clients' calls without a signal: each must end by itself, in an answer or an error.

import { Violation } from '@three-ways/raft-simulator';
import { sleep, type Time } from '../targets/time.ts';

export class Calls {
  private readonly open = new Set<string>();
  private made = 0;

  /** @param what the request, for the message if it never ends */
  async track<T>(what: string, call: Promise<T>): Promise<T> {
    this.made += 1;
    const name = `${what} (call ${this.made})`;
    this.open.add(name);
    try {
      return await call;
    } finally {
      this.open.delete(name);
    }
  }

  /** Waits until all calls have ended. @throws Violation after `ms` */
  async end(time: Time, ms: number): Promise<void> {
    const deadline = time.now() + ms;
    while (this.open.size > 0) {
      if (time.now() > deadline)
        throw new Violation('liveness', `${ms} ms after the faults not ended: ${[...this.open].join(', ')}`);
      await sleep(time, 5);
    }
  }
}
