// The process that builds for `pnpm paper --watch`. It stays between builds, so that an edit of the text loads no module, reads no
// results and formats no listing once more; changed code is loaded by a new one.

import { type ChildProcess, fork } from 'node:child_process';
import { join } from 'node:path';

const entry = join(import.meta.dirname, 'build-again.ts');

export class Builder implements AsyncDisposable {
  private readonly args: readonly string[];
  private readonly signal: AbortSignal;
  private readonly output: 'inherit' | 'ignore';
  private running: { readonly child: ChildProcess; readonly ended: Promise<null> } | null = null;

  /**
   * @param args the command line of each build, without `--watch`
   * @param signal ends the process, also in the middle of a build
   * @param output where the builds write: to this process's terminal, or nowhere
   */
  constructor(args: readonly string[], signal: AbortSignal, output: 'inherit' | 'ignore' = 'inherit') {
    this.args = args;
    this.signal = signal;
    this.output = output;
  }

  /** Builds, and resolves with the exit code that `pnpm paper` would have had; null if the process ended before. */
  async build(): Promise<number | null> {
    this.running ??= this.start();
    const { child, ended } = this.running;
    const built = new Promise<number>((resolve) => child.once('message', resolve));
    child.send('build');
    const code = await Promise.race([built, ended]);
    if (code === null) this.running = null;
    return code;
  }

  /** Ends the process; the next build begins with a new one. */
  async renew(): Promise<void> {
    if (this.running === null) return;
    const { child, ended } = this.running;
    this.running = null;
    if (child.connected) child.disconnect();
    await ended;
  }

  [Symbol.asyncDispose](): Promise<void> {
    return this.renew();
  }

  private start() {
    const child = fork(entry, this.args, {
      execArgv: [],
      signal: this.signal,
      stdio: ['ignore', this.output, this.output, 'ipc'],
    });
    child.on('error', () => {}); // the signal ended it
    const { promise, resolve } = Promise.withResolvers<null>();
    child.once('exit', () => resolve(null));
    return { child, ended: promise };
  }
}
