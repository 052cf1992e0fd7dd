// `for … of` over a queue or a channel. An iterator of JavaScript cannot wait, so the waiting is done by `next`, at the end of
// the loop's body, as effection does it.

import type { Received, Receiver } from './channel.ts';
import { ShutDown, UsageError } from './errors.ts';
import type { Green, Wait } from './public.ts';
import type { Queue } from './queue.ts';

/** The items of a queue or channel; iterable once. */
export interface Items<out T> extends Iterable<T> {
  /** Waits for the next item, or the end. Call it with `yield*` at the end of the loop's body. */
  next(): Green<void>;
}

/**
 * Waits for the first item and returns the items: until the channel is closed and empty, or the queue shut down and empty.
 *
 *     const items = yield* each(channel);
 *     for (const item of items) {
 *       handle(item);
 *       yield* items.next();
 *     }
 */
export function* each<T>(source: Queue<T> | Receiver<T>): Green<Items<T>> {
  const items = new SourceItems<T>(source);
  yield* items.next();
  return items;
}

class SourceItems<T> implements Items<T> {
  private readonly source: Queue<T> | Receiver<T>;
  /** An item that the loop has not seen, or the end; null in the body. */
  private received: Received<T> | null = null;

  constructor(source: Queue<T> | Receiver<T>) {
    this.source = source;
  }

  *next(): Green<void> {
    if (this.received === null) this.received = yield* receive(this.source);
  }

  *[Symbol.iterator](): Iterator<T> {
    for (;;) {
      const { received } = this;
      if (received === null) throw new UsageError('end the body of the loop with yield* items.next()');
      if (!received.ok) return;
      this.received = null;
      yield received.value;
    }
  }
}

function* receive<T>(source: Queue<T> | Receiver<T>): Green<Received<T>> {
  if ('receive' in source) return yield* source.receive();
  try {
    return { ok: true, value: yield* source.get() as Wait<T> };
  } catch (error) {
    if (error instanceof ShutDown) return { ok: false, value: undefined };
    throw error;
  }
}
