// Compares two traces event for event, for runs in virtual time.

import { isDeepStrictEqual } from 'node:util';
import type { TraceLine } from './read.ts';

/** The first difference of two traces. */
export interface Divergence {
  /** Last common lines. */
  readonly before: readonly TraceLine[];
  /** Each trace's next lines; empty where it has ended. */
  readonly after: readonly [readonly TraceLine[], readonly TraceLine[]];
}

type Batches = AsyncGenerator<readonly TraceLine[]>;

/**
 * The first event that differs, or the number of events of equal traces.
 * @param context lines before and after it
 */
export async function findDivergence(a: Batches, b: Batches, context: number): Promise<Divergence | number> {
  await using readers = new AsyncDisposableStack();
  readers.use(a);
  readers.use(b);
  const [left, right] = [new Cursor(a), new Cursor(b)];
  const before: TraceLine[] = [];
  for (let events = 0; ; events++) {
    // No await within a batch: it would cost more than everything else.
    const one = left.next() ?? (await left.nextBatch());
    const other = right.next() ?? (await right.nextBatch());
    if (one === null && other === null) return events;
    if (one === null || other === null || !areEqual(one, other)) {
      const after = [await left.some(one, context), await right.some(other, context)] as const;
      return { before, after };
    }
    if (before.length === context) before.shift();
    before.push(one);
  }
}

/** The order of fields does not matter. */
function areEqual(a: TraceLine, b: TraceLine): boolean {
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

  /** First line of the next nonempty batch; null at the end. */
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
