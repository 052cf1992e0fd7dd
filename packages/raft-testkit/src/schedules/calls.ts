// The calls that clients have made and that no signal of theirs will end: each must end by itself, in an answer or an error.

import { Violation } from '../simulator/violation.ts';
import { sleep, type Time } from './time.ts';

export class Calls {
  private readonly open = new Set<string>();
  private made = 0;

  /** @param what it asks for, as it is to be told if it never ends */
  async see<T>(what: string, call: Promise<T>): Promise<T> {
    this.made += 1;
    const name = `${what} (call ${this.made})`;
    this.open.add(name);
    try {
      return await call;
    } finally {
      this.open.delete(name);
    }
  }

  /** Waits until all have ended. @throws Violation if that takes longer than so many ms */
  async end(time: Time, ms: number): Promise<void> {
    const deadline = time.now() + ms;
    while (this.open.size > 0) {
      if (time.now() > deadline)
        throw new Violation('liveness', `${ms} ms after the faults not ended: ${[...this.open].join(', ')}`);
      await sleep(time, 5);
    }
  }
}
