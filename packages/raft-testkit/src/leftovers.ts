// What a run leaves behind in this process: nothing, where all that was started has been stopped. Threads are counted as
// they begin and end, and whatever else would keep the process alive by its kind: timers, immediates, child processes,
// handles. After its goroutines Go's program looks itself (go-reference/cmd/cluster).

import { getActiveResourcesInfo } from 'node:process';
import { setImmediate as nextTurn } from 'node:timers/promises';
import type { Worker } from 'node:worker_threads';

/** Handles that have been closed are gone a few turns of the event loop later. Timers are not waited for. */
const turns = 20;

/** Watches what is started from now on, until it is disposed of. */
export class Leftovers implements Disposable {
  private readonly before = living();
  private readonly threads = new Set<Worker>();

  constructor() {
    process.on('worker', this.started);
  }

  /** What lives of all that was started since, such as `Timeout ×2`; null if nothing does. */
  async find(): Promise<string | null> {
    for (let turn = 0; turn < turns; turn++) {
      await nextTurn(); // a thread that was started just now is heard of only then, too
      if (this.look() === null) return null;
    }
    return this.look();
  }

  [Symbol.dispose](): void {
    process.off('worker', this.started);
  }

  private readonly started = (thread: Worker): void => {
    this.threads.add(thread);
    thread.once('exit', () => this.threads.delete(thread));
  };

  private look(): string | null {
    const more = [...living()].map(([kind, count]) => [kind, count - (this.before.get(kind) ?? 0)] as const);
    const left = [...more, ['thread', this.threads.size] as const].filter(([, count]) => count > 0);
    return left.length === 0 ? null : left.map(([kind, count]) => `${kind} ×${count}`).join(', ');
  }
}

/** What keeps the process alive at this moment: how many there are of each kind. */
function living(): ReadonlyMap<string, number> {
  const kinds = new Map<string, number>();
  for (const kind of getActiveResourcesInfo()) kinds.set(kind, (kinds.get(kind) ?? 0) + 1);
  return kinds;
}
