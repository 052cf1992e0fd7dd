// Finds leftovers of a run in this process: threads by their start and exit, and everything else that keeps the process alive: timers,
// immediates, child processes, handles. Go's program checks its goroutines itself (go-reference/cmd/cluster).

import { getActiveResourcesInfo } from 'node:process';
import { setImmediate as nextTurn } from 'node:timers/promises';
import type { Worker } from 'node:worker_threads';

/** Turns of the event loop in which closed handles disappear. Timers are not waited for. */
const turns = 20;

/** Watches everything started from now until disposal. */
export class Leftovers implements Disposable {
  private readonly before = activeResources();
  private readonly threads = new Set<Worker>();

  constructor() {
    process.on('worker', this.started);
  }

  /** What is left, such as `Timeout ×2`; null if nothing is. */
  async find(): Promise<string | null> {
    for (let turn = 0; turn < turns; turn++) {
      await nextTurn(); // a thread just started is reported only then, too
      if (this.remaining() === null) return null;
    }
    return this.remaining();
  }

  [Symbol.dispose](): void {
    process.off('worker', this.started);
  }

  private readonly started = (thread: Worker): void => {
    this.threads.add(thread);
    thread.once('exit', () => this.threads.delete(thread));
  };

  private remaining(): string | null {
    const more = [...activeResources()].map(
      ([kind, count]) => [kind, count - (this.before.get(kind) ?? 0)] as const,
    );
    const left = [...more, ['thread', this.threads.size] as const].filter(([, count]) => count > 0);
    return left.length === 0 ? null : left.map(([kind, count]) => `${kind} ×${count}`).join(', ');
  }
}

/** What keeps the process alive now, by kind. */
function activeResources(): ReadonlyMap<string, number> {
  const kinds = new Map<string, number>();
  for (const kind of getActiveResourcesInfo()) kinds.set(kind, (kinds.get(kind) ?? 0) + 1);
  return kinds;
}
