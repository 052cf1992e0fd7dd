// A child as its parent sees it: messages, and its end.

import {
  type ChildProcess,
  fork,
  type StdioOptions,
} from 'node:child_process';
import { Mailbox } from './mailbox.ts';

/** The entry point of a child, as source or built. */
const entry = new URL(
  `./child-entry${import.meta.url.slice(-3)}`,
  import.meta.url,
);

/** What a child is to run. */
export interface Order {
  /** URL of a module. */
  readonly module: string;
  /** Name of a function that it exports. */
  readonly task: string;
  /** Its arguments, as JSON. */
  readonly args: string;
}

export interface ForkOptions {
  readonly stdio?: StdioOptions;
  readonly serialization?: 'json' | 'advanced';
}

/** Errors on stderr are read; the other streams are left out. */
const quiet: StdioOptions = [
  'ignore',
  'ignore',
  'pipe',
  'ipc',
];

export class Child {
  readonly process: ChildProcess;
  private readonly task: string;
  private readonly mailbox: Mailbox;
  private readonly ended = Promise.withResolvers<void>();
  private errors = '';

  /** @param cause of the end of its scope, if it has one */
  constructor(
    { module, task, args }: Order,
    options: ForkOptions,
    cause: () => unknown,
  ) {
    const child = fork(entry, [module, task, args], {
      ...{ stdio: quiet, execArgv: [] },
      ...options,
    });
    this.process = child;
    this.task = task;
    this.mailbox = new Mailbox(child);
    child.stderr?.on(
      'data',
      (text) => (this.errors += text),
    );
    child.stdin?.on('error', () => {}); // its end says why
    const { resolve, reject } = this.ended;
    child.once('error', (error) => {
      // Without a channel (EMFILE) it never disconnects.
      this.mailbox.close();
      reject(error);
    });
    child.once('close', (code, signal) => {
      if (code === 0) resolve();
      else reject(cause() ?? this.errorOf(code ?? signal));
    });
  }

  /** Messages that have come and are not received yet. */
  get waitingMessages(): number {
    return this.mailbox.size;
  }

  /** Resolves when the message is written, or the child is gone. */
  send(message: unknown): Promise<void> {
    const { promise, resolve } =
      Promise.withResolvers<void>();
    if (!this.process.connected) resolve();
    else
      this.process.send(message as string, () => resolve());
    return promise;
  }

  /** The next message. @throws what ended the child, or AbortError */
  async receive<T>(signal?: AbortSignal): Promise<T> {
    const message = await this.mailbox.receive(signal);
    if (message !== undefined) return message as T;
    await this.join();
    throw new Error(
      `the process of ${this.task} has ended`,
    );
  }

  /** Messages until the child ends. */
  async *messages(): AsyncGenerator<unknown, void> {
    for (;;) {
      const message = await this.mailbox.receive();
      if (message === undefined) return;
      yield message;
    }
  }

  /** Resolves when the child has exited. @throws unless with 0 */
  join(): Promise<void> {
    return this.ended.promise;
  }

  private errorOf(
    end: number | NodeJS.Signals | null,
  ): Error {
    return new Error(
      `the process of ${this.task} ended with ${end} ${this.errors}`.trim(),
    );
  }
}
