// Tasks in threads of their own: exported functions of the
// module that starts them.

import { MessagePort, Worker } from 'node:worker_threads';

/** Threads at a time: each costs about 17 MiB and 30 ms. */
export const mostThreads = 128;

/** The entry point of a thread, as source or built. */
const entry = new URL(
  `./thread-entry${import.meta.url.slice(-3)}`,
  import.meta.url,
);

/** What a thread is to run. */
export interface Order {
  readonly module: string;
  readonly task: string;
  readonly args: readonly unknown[];
}

/**
 * The threads of one scope. None outlives it; if one fails, the
 * others are terminated, so that none waits for it.
 */
export class Threads implements AsyncDisposable {
  private readonly module: string;
  private readonly tasks: Task<unknown>[] = [];
  private failure: unknown;

  /** @param module that exports the tasks: `import.meta.url` */
  constructor(module: string) {
    this.module = module;
  }

  /**
   * Starts a thread that runs an exported function. Arguments
   * are cloned; shared memory stays shared.
   */
  spawn<Args extends unknown[], Result>(
    run: (...args: Args) => Result,
    ...args: NoInfer<Args>
  ): Task<Awaited<Result>> {
    const order = {
      module: this.module,
      task: run.name,
      args,
    };
    const cause = () => this.failure;
    const task = new Task<Awaited<Result>>(order, cause);
    this.tasks.push(task);
    task.join().catch((error) => {
      this.failure ??= error;
      void this[Symbol.asyncDispose]();
    });
    return task;
  }

  /** Resolves when all have ended. @throws the first error */
  async join(): Promise<void> {
    await Promise.all(
      this.tasks.map((task) => task.join()),
    );
  }

  /** Terminates those that still run. */
  async [Symbol.asyncDispose](): Promise<void> {
    const { tasks } = this;
    await Promise.all(
      tasks.map(({ worker }) => worker.terminate()),
    );
  }
}

/** A function that runs in a thread of its own. */
export class Task<Result> {
  readonly worker: Worker;
  private readonly result: Promise<Result>;

  /** @param cause of the end of its scope, if it has one */
  constructor(order: Order, cause: () => unknown) {
    const transferList = order.args.filter(
      (arg) => arg instanceof MessagePort,
    );
    const options = { workerData: order, transferList };
    this.worker = new Worker(entry, options);
    const { promise, resolve, reject } =
      Promise.withResolvers<Result>();
    this.result = promise;
    let end = () => reject(cause() ?? endOf(order.task));
    this.worker.once('message', (result: Result) => {
      end = () => resolve(result);
    });
    this.worker.once('error', reject);
    this.worker.once('exit', () => end());
  }

  /** The result, once the thread has exited. @throws its error */
  join(): Promise<Result> {
    return this.result;
  }
}

function endOf(name: string): Error {
  return new Error(
    `the thread of ${name} has ended without a result`,
  );
}
