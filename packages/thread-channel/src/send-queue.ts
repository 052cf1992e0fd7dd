// The sends of an event loop that wait for room, in the order of their calls. Only the first waits at the event count.

import type { Attempt, EventCount } from './event-count.ts';

interface WaitingSend {
  readonly attempt: Attempt<true>;
  readonly resolve: (sent: boolean) => void;
  readonly reject: (error: unknown) => void;
}

export class SendQueue {
  private readonly room: EventCount;
  private readonly waiting: WaitingSend[] = [];
  private serving = false;

  constructor(room: EventCount) {
    this.room = room;
  }

  get isEmpty(): boolean {
    return this.waiting.length === 0;
  }

  /** Resolves with true once the attempt has succeeded, in its turn; with false after `timeout` ms. */
  async add(attempt: Attempt<true>, timeout: number): Promise<boolean> {
    const { promise, resolve, reject } = Promise.withResolvers<boolean>();
    const send = { attempt, resolve, reject };
    this.waiting.push(send);
    this.serve().catch(reject);
    if (timeout === Number.POSITIVE_INFINITY) return promise;
    const timer = setTimeout(() => this.giveUp(send), timeout);
    return promise.finally(() => clearTimeout(timer));
  }

  /** Lets the first try again after a change other than room. */
  retry(): void {
    this.room.retryWaiters();
  }

  private giveUp(send: WaitingSend): void {
    this.waiting.splice(this.waiting.indexOf(send), 1);
    send.resolve(false);
    this.retry(); // the next one may need less room
  }

  private async serve(): Promise<void> {
    if (this.serving) return;
    this.serving = true;
    // Sends may be added between the service of the last one and the resumption of this loop.
    while (!this.isEmpty) await this.room.waitAsync(this.serveThoseWithRoom, Number.POSITIVE_INFINITY);
    this.serving = false;
  }

  private readonly serveThoseWithRoom = (): true | null => {
    for (let first = this.waiting[0]; first !== undefined; first = this.waiting[0]) {
      try {
        if (first.attempt() === null) return null;
        first.resolve(true);
      } catch (error) {
        first.reject(error);
      }
      this.waiting.shift();
    }
    return true;
  };
}
