// Tasks in processes of their own: exported functions of the
// module that starts them.

import { Child, type ForkOptions } from './child.ts';

/** Processes at a time: each costs about 25 MiB and 50 ms. */
export const mostProcesses = 64;

/** Arguments survive JSON. */
type Plain = string | number | boolean | null;

/**
 * The children of one scope. None outlives it; if one fails,
 * the others are killed, so that none waits for it.
 */
export class Children implements AsyncDisposable {
  private readonly module: string;
  private readonly options: ForkOptions;
  private readonly children: Child[] = [];
  private failure: unknown;

  /** @param module that exports the tasks: `import.meta.url` */
  constructor(module: string, options: ForkOptions = {}) {
    this.module = module;
    this.options = options;
  }

  /** Starts a process that runs an exported function. */
  fork<Args extends Plain[]>(
    run: (...args: Args) => Promise<void>,
    ...args: NoInfer<Args>
  ): Child {
    return this.forkWith({}, run, ...args);
  }

  forkWith<Args extends Plain[]>(
    options: ForkOptions,
    run: (...args: Args) => Promise<void>,
    ...args: NoInfer<Args>
  ): Child {
    const child = new Child(
      {
        module: this.module,
        task: run.name,
        args: JSON.stringify(args),
      },
      { ...this.options, ...options },
      () => this.failure,
    );
    this.children.push(child);
    child.join().catch((error) => {
      this.failure ??= error;
      this.kill();
    });
    return child;
  }

  /** Resolves when all have ended. @throws the first error */
  async join(): Promise<void> {
    const { children } = this;
    await Promise.all(
      children.map((child) => child.join()),
    );
  }

  /** Kills those that still run, and waits for their ends. */
  async [Symbol.asyncDispose](): Promise<void> {
    this.kill();
    await Promise.allSettled(
      this.children.map((child) => child.join()),
    );
  }

  private kill(): void {
    for (const { process } of this.children)
      process.kill('SIGKILL');
  }
}
