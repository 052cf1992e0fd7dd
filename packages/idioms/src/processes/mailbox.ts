// The messages that a process has sent, in their order.

import { EventEmitter, once } from 'node:events';

/** Keeps what comes until it is asked for. */
export class Mailbox {
  private readonly messages: unknown[] = [];
  private readonly changes = new EventEmitter();
  private isOpen = true;

  /** @param source a child, or `process` within one */
  constructor(source: NodeJS.EventEmitter) {
    source.on('message', (message) => {
      this.messages.push(message);
      this.changes.emit('change');
    });
    source.once('disconnect', () => this.close());
  }

  /** Ends the waits for more: there will be no message. */
  close(): void {
    this.isOpen = false;
    this.changes.emit('change');
  }

  get size(): number {
    return this.messages.length;
  }

  /**
   * The next message; undefined if there will be none.
   * @throws AbortError, and takes no message then
   */
  async receive(signal?: AbortSignal): Promise<unknown> {
    while (this.messages.length === 0 && this.isOpen)
      await once(this.changes, 'change', { signal });
    return this.messages.shift();
  }
}
