// A lock that the parent keeps for its children.

import type { Child } from './child.ts';
import { receive, send } from './parent.ts';

/**
 * Grants a lock to one child at a time, first come, first served.
 * A lock file would do without a server, but its waiters poll, and
 * that of a dead holder stays: here its end is seen and unlocks.
 */
export class LockServer {
  /** The holder, then those that wait. */
  private queue: Child[] = [];

  /** Resolves when the child has ended. */
  async serve(child: Child): Promise<void> {
    for await (const request of child.messages())
      if (request === 'lock') this.enter(child);
      else this.leave(child);
    this.leave(child);
  }

  private enter(child: Child): void {
    this.queue.push(child);
    if (this.queue[0] === child) void child.send('granted');
  }

  private leave(child: Child): void {
    const [holder] = this.queue;
    this.queue = this.queue.filter(
      (other) => other !== child,
    );
    if (holder === child)
      void this.queue[0]?.send('granted');
  }
}

/** Resolves with the lock, in a child; disposing unlocks. */
export async function lock(): Promise<Disposable> {
  await send('lock');
  await receive();
  return { [Symbol.dispose]: () => void send('unlock') };
}
