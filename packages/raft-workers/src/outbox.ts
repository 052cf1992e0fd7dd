// A sender that never blocks: servers that blocked on each other's full rings could deadlock. Frames without room wait in the
// thread's own memory. A leader under load fills a ring in one turn, and each loss would set its follower back to one message
// at a time.

import { ChannelClosed, Sender, type SenderHandle } from '@three-ways/thread-channel';
import { fragmentCount, fragmentsOf } from './fragments.ts';

export class Outbox {
  readonly largest: number;
  private readonly sender: Sender;
  private readonly most: number;
  private backlog: Uint8Array[] = [];

  /**
   * @param most maximum frames that wait for room; further ones are lost
   * @param quiet whether a sleeping receiver is woken by `flush` only
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

  /** Sends waiting frames while there is room, and wakes the receiver. To be called once a turn. */
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

  /** Drops the backlog of a receiver that has ended. */
  private lose(error: unknown): false {
    if (!(error instanceof ChannelClosed)) throw error;
    this.backlog = [];
    return false;
  }
}
