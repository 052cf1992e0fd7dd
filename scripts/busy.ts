// Keeps every core busy until disposed of, so that tests run on a slow machine.

import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { availableParallelism } from 'node:os';

/** Spins until its parent exits or kills it. */
const spinning =
  "process.on('disconnect', () => process.exit()); const spin = () => { for (let i = 0; i < 1e7; i++); setImmediate(spin); }; spin();";

export class BusyMachine implements AsyncDisposable {
  private readonly spinners: ChildProcess[];

  constructor() {
    this.spinners = Array.from({ length: availableParallelism() }, () =>
      spawn(process.execPath, ['-e', spinning], { stdio: ['ignore', 'ignore', 'ignore', 'ipc'] }),
    );
  }

  /** Kills the spinners and waits for their exit. */
  async [Symbol.asyncDispose](): Promise<void> {
    await Promise.all(
      this.spinners.map(async (spinner) => {
        if (spinner.exitCode !== null) return;
        const ended = once(spinner, 'exit');
        spinner.kill();
        await ended;
      }),
    );
  }
}
