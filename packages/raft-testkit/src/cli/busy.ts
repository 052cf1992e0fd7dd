// Keeps every core busy for as long as it is not disposed of, so that tests can show that they bear a slow machine.

import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { availableParallelism } from 'node:os';

/** Spins until its parent is gone or ends it. */
const spinning =
  "process.on('disconnect', () => process.exit()); const spin = () => { for (let i = 0; i < 1e7; i++); setImmediate(spin); }; spin();";

export class BusyMachine implements AsyncDisposable {
  private readonly spinners: ChildProcess[];

  constructor() {
    this.spinners = Array.from({ length: availableParallelism() }, () =>
      spawn(process.execPath, ['-e', spinning], { stdio: ['ignore', 'ignore', 'ignore', 'ipc'] }),
    );
  }

  /** Ends the spinners, and waits until they have. */
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
