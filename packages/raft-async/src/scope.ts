// Structured concurrency with AbortSignal and explicit resource management: a scope owns the tasks that it spawned, ends with
// its parent or on request, and is left only after its last task has finished.

import { onAbort } from '@three-ways/raft-cluster';

export class Scope implements AsyncDisposable {
  private readonly controller = new AbortController();
  private readonly tasks = new Set<Promise<void>>();
  private readonly parent: Disposable | undefined;

  /** @param around the parent scope's signal */
  constructor(around?: AbortSignal) {
    this.parent = around && onAbort(around, () => this.end());
  }

  get signal(): AbortSignal {
    return this.controller.signal;
  }

  /** Starts a task within the scope. A task that throws is a bug and ends the process, like a panic in a goroutine. */
  spawn(task: (signal: AbortSignal) => Promise<void>): void {
    const running = task(this.signal);
    this.tasks.add(running);
    void running.then(() => this.tasks.delete(running));
  }

  /** Signals every task to end, without waiting. Idempotent. */
  end(): void {
    if (this.signal.aborted) return;
    this.parent?.[Symbol.dispose]();
    this.controller.abort();
  }

  /** Signals every task to end, and waits for them. */
  async [Symbol.asyncDispose](): Promise<void> {
    this.end();
    await Promise.all(this.tasks);
  }
}

/** Resolves when the signal fires. */
export async function ended(signal: AbortSignal): Promise<void> {
  if (signal.aborted) return;
  await new Promise<void>((resolve) => signal.addEventListener('abort', () => resolve(), { once: true }));
}
