// Structured concurrency with AbortSignal and explicit resource management: a scope owns the tasks that it started, ends
// when it is told to or when the one around it ends, and is not left before the last of its tasks is through.

export class Scope implements AsyncDisposable {
  private readonly controller = new AbortController();
  private readonly tasks = new Set<Promise<void>>();
  private readonly around: AbortSignal | undefined;

  /** @param around the signal of the scope around this one: its end is this one's end */
  constructor(around?: AbortSignal) {
    this.around = around;
    around?.addEventListener('abort', this.end);
    if (around?.aborted) this.end();
  }

  get signal(): AbortSignal {
    return this.controller.signal;
  }

  /** Starts a task within the scope. A task that throws is a bug: as a panic in a goroutine does, it ends the process. */
  spawn(task: (signal: AbortSignal) => Promise<void>): void {
    const running = task(this.signal);
    this.tasks.add(running);
    void running.then(() => this.tasks.delete(running));
  }

  /** Tells every task to end, and does not wait. Doing so again does nothing. */
  readonly end = (): void => {
    if (this.signal.aborted) return;
    this.around?.removeEventListener('abort', this.end);
    this.controller.abort();
  };

  /** Tells every task to end, and waits until they have. */
  async [Symbol.asyncDispose](): Promise<void> {
    this.end();
    await Promise.all(this.tasks);
  }
}

/** Resolves when the signal has fired. */
export async function ended(signal: AbortSignal): Promise<void> {
  if (signal.aborted) return;
  await new Promise<void>((resolve) => signal.addEventListener('abort', () => resolve(), { once: true }));
}
