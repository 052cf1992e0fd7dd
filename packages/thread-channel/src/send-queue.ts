// The sends of an event loop that wait for room, in the order of their calls. Only the first waits at the event count.
// A linked list, so that a send that times out or is aborted leaves it at once, from any position.

import type { Limits } from './arguments.ts';
import type { EventCount } from './event-count.ts';
import type { Attempt } from './spin.ts';
import { after, onAbort } from './timers.ts';

interface WaitingSend {
  readonly attempt: Attempt<true>;
  settle(outcome: () => boolean): void;
  previous: WaitingSend | null;
  next: WaitingSend | null;
}

export class SendQueue {
  private readonly room: EventCount;
  private first: WaitingSend | null = null;
  private last: WaitingSend | null = null;
  private size = 0;
  private serving = false;

  constructor(room: EventCount) {
    this.room = room;
  }

  get length(): number {
    return this.size;
  }

  /** Resolves with true once the attempt has succeeded, in its turn; with false at the timeout. */
  add(attempt: Attempt<true>, { timeout, signal }: Limits): Promise<boolean> {
    return new Promise((resolve, reject) => {
      const settle = (outcome: () => boolean) => {
        for (const cancel of cancellations) cancel();
        try {
          resolve(outcome());
        } catch (error) {
          reject(error);
        }
      };
      const send = { attempt, settle, previous: this.last, next: null };
      const leave = (outcome: () => boolean) => () => this.leave(send, outcome);
      const cancellations = [
        after(
          timeout,
          leave(() => false),
        ),
        onAbort(
          signal,
          leave(() => reasonOf(signal)),
        ),
      ];
      this.append(send);
    });
  }

  /** Lets the first try again after a change other than room. */
  retry(): void {
    this.room.retryWaiters();
  }

  private append(send: WaitingSend): void {
    if (this.last === null) this.first = send;
    else this.last.next = send;
    this.last = send;
    this.size += 1;
    this.serve().catch((error) =>
      send.settle(() => {
        throw error;
      }),
    );
  }

  private remove({ previous, next }: WaitingSend): void {
    if (previous === null) this.first = next;
    else previous.next = next;
    if (next === null) this.last = previous;
    else next.previous = previous;
    this.size -= 1;
  }

  private leave(send: WaitingSend, outcome: () => boolean): void {
    const wasFirst = this.first === send;
    this.remove(send);
    send.settle(outcome);
    if (wasFirst) this.retry(); // the next one may need less room
  }

  private async serve(): Promise<void> {
    if (this.serving) return;
    this.serving = true;
    // Sends may be added between the service of the last one and the resumption of this loop.
    while (this.first !== null)
      await this.room.waitAsync(this.serveThoseWithRoom, { timeout: Number.POSITIVE_INFINITY });
    this.serving = false;
  }

  private readonly serveThoseWithRoom = (): true | null => {
    for (let send = this.first; send !== null; send = this.first) {
      const outcome = attemptOf(send);
      if (this.first !== send) continue; // aborted by its own callback
      if (outcome === null) return null;
      this.remove(send);
      send.settle(outcome);
    }
    return true;
  };
}

/** The outcome of a send that need not wait any longer, or null. */
function attemptOf({ attempt }: WaitingSend): (() => boolean) | null {
  try {
    return attempt() === null ? null : () => true;
  } catch (error) {
    return () => {
      throw error;
    };
  }
}

function reasonOf(signal: AbortSignal | undefined): never {
  throw signal?.reason;
}
