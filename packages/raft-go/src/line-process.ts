// A child process that exchanges JSON lines. It is ended by closing its input, is never left behind, and reports its end.

import { type ChildProcessWithoutNullStreams, spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { Stopped } from '@three-ways/raft-cluster';

/** Time for a process to exit after its input is closed (ms); generous, for busy machines. */
const grace = 20_000;

interface LineHandlers {
  /** Called with each line of output, parsed. */
  readonly onLine: (line: unknown) => void;
  /** Called when no more lines will come. */
  readonly onEnd: (error: Error) => void;
}

export class LineProcess {
  private readonly child: ChildProcessWithoutNullStreams;
  private readonly exited: Promise<unknown>;
  private errorOutput = '';
  /** Why the process ended; null while it runs. */
  gone: Error | null = null;

  constructor(command: string, { onLine, onEnd }: LineHandlers) {
    this.child = spawn(command, { stdio: ['pipe', 'pipe', 'pipe'] });
    this.exited = once(this.child, 'close').catch(() => {}); // a failed spawn is reported to onEnd
    const end = (why: string) => {
      this.gone ??= new Stopped(`${command} ${why}`);
      onEnd(this.gone);
    };
    this.child.on('error', (error) => end(`cannot be started: ${error.message}`));
    this.child.on('close', (code) => end(`ended with code ${code} ${this.errorOutput}`.trim()));
    this.child.stdin.on('error', () => {}); // it exited during a write: 'close' reports that
    this.child.stderr.setEncoding('utf8').on('data', (text: string) => (this.errorOutput += text));
    createInterface({ input: this.child.stdout }).on('line', (line) => {
      try {
        onLine(JSON.parse(line));
      } catch (error) {
        onEnd(new Error(`${command} wrote a line that is not JSON: ${line.slice(0, 200)}`, { cause: error }));
      }
    });
  }

  write(line: unknown): void {
    this.child.stdin.write(`${JSON.stringify(line)}\n`);
  }

  /**
   * Closes the input and waits for the exit; kills the process after a grace period. Does nothing if it has ended already.
   * @throws Error if it was killed, or its exit code is not 0
   */
  async end(): Promise<void> {
    if (this.gone !== null) return;
    this.child.stdin.end();
    const killer = setTimeout(() => this.child.kill('SIGKILL'), grace);
    await this.exited;
    clearTimeout(killer);
    const { spawnfile, exitCode, signalCode } = this.child;
    if (signalCode !== null) throw new Error(`${spawnfile} was killed: it had not ended after ${grace} ms`);
    if (exitCode !== 0)
      throw new Error(`${spawnfile} ended with code ${exitCode}: ${this.errorOutput}`.trim());
  }
}
