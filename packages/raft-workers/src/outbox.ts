// A sender that never waits: if servers waited for room in each other's rings, a circle of them might wait for ever. What
// finds no room stays in the thread's own memory until there is some. A leader under load fills a ring in one turn; if
// what is too much were lost, each loss would throw its follower back to one message at a time.

import { ChannelClosed, Sender, type SenderHandle } from '@three-ways/thread-channel';
import { fragmentCount, fragmentsOf } from './fragments.ts';

export class Outbox {
  readonly largest: number;
  private readonly sender: Sender;
  private readonly most: number;
  private backlog: Uint8Array[] = [];

  /**
   * @param most so many frames may wait for room; one more is lost
   * @param quiet lets a receiver that sleeps sleep until `flush`
   */
  constructor(handle: SenderHandle, most: number, quiet: boolean) {
    this.sender = Sender.attach(handle, { quiet });
    this.largest = this.sender.largest;
    this.most = most;
  }

  get isEmpty(): boolean {
    return this.backlog.length === 0;
  }

  /** Sends a copy of the frame, now or when there is room. Returns false if it is lost. */
  send(frame: Uint8Array): boolean {
    const count = fragmentCount(frame, this.largest);
    if (!this.isEmpty && this.backlog.length + count > this.most) return false; // all of it waits, or nothing
    if (count === 1) return this.sendOne(frame);
    for (const fragment of fragmentsOf(frame)) if (!this.sendOne(fragment)) return false;
    return true;
  }

  private sendOne(frame: Uint8Array): boolean {
    try {
      if (this.isEmpty && this.sender.trySend(frame)) return true;
    } catch (error) {
      return this.lose(error);
    }
    this.backlog.push(frame.slice());
    return true;
  }

  /** Sends what there is room for by now, and wakes the receiver. To be called once a turn. */
  flush(): void {
    try {
      let sent = 0;
      while (sent < this.backlog.length && this.sender.trySend(this.backlog[sent]!)) sent += 1;
      if (sent > 0) this.backlog.splice(0, sent);
    } catch (error) {
      this.lose(error);
    }
    this.sender.wake();
  }

  /** The receiver has ended: what was meant for it is lost. */
  private lose(error: unknown): false {
    if (!(error instanceof ChannelClosed)) throw error;
    this.backlog = [];
    return false;
  }
}
