// Two traces, event for event: for runs in virtual time, which are the same or not.

import { isDeepStrictEqual } from 'node:util';
import type { TraceLine } from './read.ts';

/** Where two traces part ways. */
export interface Parting {
  /** The last lines that both have. */
  readonly before: readonly TraceLine[];
  /** What each goes on with; nothing where it has ended. */
  readonly after: readonly [readonly TraceLine[], readonly TraceLine[]];
}

type Batches = AsyncGenerator<readonly TraceLine[]>;

/** The first event that differs, with so many lines of both around it; or how many events both have. */
export async function findParting(a: Batches, b: Batches, context: number): Promise<Parting | number> {
  await using readers = new AsyncDisposableStack();
  readers.use(a);
  readers.use(b);
  const [left, right] = [new Cursor(a), new Cursor(b)];
  const before: TraceLine[] = [];
  for (let events = 0; ; events++) {
    // Nobody waits within a batch: that would cost more than all the rest.
    const one = left.next() ?? (await left.nextBatch());
    const other = right.next() ?? (await right.nextBatch());
    if (one === null && other === null) return events;
    if (one === null || other === null || !areAlike(one, other)) {
      const after = [await left.some(one, context), await right.some(other, context)] as const;
      return { before, after };
    }
    if (before.length === context) before.shift();
    before.push(one);
  }
}

/** The order of an object's fields is nobody's business. */
function areAlike(a: TraceLine, b: TraceLine): boolean {
  return a.text === b.text || isDeepStrictEqual(a.event, b.event);
}

class Cursor {
  private readonly batches: Batches;
  private batch: readonly TraceLine[] = [];
  private place = 0;

  constructor(batches: Batches) {
    this.batches = batches;
  }

  /** The next line of this batch, or null. */
  next(): TraceLine | null {
    return this.batch[this.place++] ?? null;
  }

  /** The first line of the next batch that has one; null at the end. */
  async nextBatch(): Promise<TraceLine | null> {
    do {
      const { value, done } = await this.batches.next();
      if (done) return null;
      this.batch = value;
      this.place = 0;
    } while (this.batch.length === 0);
    return this.next();
  }

  async some(first: TraceLine | null, count: number): Promise<TraceLine[]> {
    const lines: TraceLine[] = [];
    for (
      let line = first;
      line !== null && lines.length < count;
      line = this.next() ?? (await this.nextBatch())
    )
      lines.push(line);
    return lines;
  }
}

/** The first field in which two events differ, such as `message.term: 2 | 3`; null if they don't. */
export function differenceOf(a: unknown, b: unknown, path = ''): string | null {
  if (isDeepStrictEqual(a, b)) return null;
  if (!isObject(a) || !isObject(b)) return `${path || 'event'}: ${JSON.stringify(a)} | ${JSON.stringify(b)}`;
  for (const key of new Set([...Object.keys(a), ...Object.keys(b)])) {
    const difference = differenceOf(a[key], b[key], path === '' ? key : `${path}.${key}`);
    if (difference !== null) return difference;
  }
  return null;
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null;
}
