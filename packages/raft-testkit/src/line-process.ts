// A child process that is spoken to in lines of JSON. It is ended by closing its input, never left behind, and whoever
// waits for it hears of its end.

import { type ChildProcessWithoutNullStreams, spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { Stopped } from '@three-ways/raft-core';

/** How long a process may take to end by itself (ms), however busy the machine. */
const grace = 20_000;

export interface LineHandlers {
  /** Gets each line of the process's output, parsed. */
  readonly onLine: (line: unknown) => void;
  /** Told once, when no more lines will come. */
  readonly onEnd: (error: Error) => void;
}

export class LineProcess {
  private readonly child: ChildProcessWithoutNullStreams;
  private readonly exited: Promise<unknown>;
  private complaints = '';
  /** Why the process is no more; null while it runs. */
  gone: Error | null = null;

  constructor(command: string, { onLine, onEnd }: LineHandlers) {
    this.child = spawn(command, { stdio: ['pipe', 'pipe', 'pipe'] });
    this.exited = once(this.child, 'close').catch(() => {}); // an error of the spawn is told to onEnd
    const end = (why: string) => {
      this.gone ??= new Stopped(`${command} ${why}`);
      onEnd(this.gone);
    };
    this.child.on('error', (error) => end(`cannot be started: ${error.message}`));
    this.child.on('close', (code) => end(`ended with code ${code} ${this.complaints}`.trim()));
    this.child.stdin.on('error', () => {}); // it ended while it was written to: 'close' says so
    this.child.stderr.setEncoding('utf8').on('data', (text: string) => (this.complaints += text));
    createInterface({ input: this.child.stdout }).on('line', (line) => {
      try {
        onLine(JSON.parse(line));
      } catch (error) {
        onEnd(new Error(`${command} wrote what is no message: ${line.slice(0, 200)}`, { cause: error }));
      }
    });
  }

  write(line: unknown): void {
    this.child.stdin.write(`${JSON.stringify(line)}\n`);
  }

  /**
   * Closes the input and waits for the process to end; one that does not is killed. If it has ended before, whoever waited
   * for it has been told why.
   * @throws Error if it did not end by itself, or says with its exit code that something is wrong
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
      throw new Error(`${spawnfile} ended with code ${exitCode}: ${this.complaints}`.trim());
  }
}
