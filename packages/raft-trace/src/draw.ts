// Draws a trace piece by piece: reader, timeline and picture combined.

import type { ServerId } from '@three-ways/raft-core';
import { dim, type Paint } from './paint.ts';
import { Picture } from './picture.ts';
import type { TraceLine } from './read.ts';
import type { Row } from './rows.ts';
import { Timeline } from './timeline.ts';

/** Options of a drawing. */
export interface Drawing {
  /** Range of time shown (ms). */
  readonly from?: number;
  readonly to?: number;
  readonly servers?: ReadonlySet<ServerId>;
  readonly messages?: true;
  readonly heartbeats?: true;
  /** Appends and commits within this time (ms) share a row, unless they pause for a quarter of it. */
  readonly merge: number;
  /** Line length (characters). */
  readonly width: number;
}

/**
 * Yields the picture of a trace in pieces. Events before `from` are read but not drawn, because the servers' state at `from`
 * depends on them.
 */
export async function* draw(
  lines: AsyncIterable<readonly TraceLine[]>,
  { from = 0, to = Number.POSITIVE_INFINITY, servers, messages, heartbeats, merge, width }: Drawing,
  paint: Paint,
): AsyncGenerator<string> {
  const timeline = new Timeline({
    merge,
    messages: heartbeats ? 'all' : messages ? 'without heartbeats' : 'none',
  });
  const picture = new Picture({ width, paint, only: servers ?? null });
  const drawRows = (rows: readonly Row[]) =>
    rows
      .filter(({ at }) => at >= from && at <= to)
      .flatMap((row) => picture.draw(row, timeline.views))
      .map((line) => `${line}\n`)
      .join('');
  let events = 0;
  for await (const batch of lines) {
    for (const { event } of batch) if (event.at <= to) timeline.see(event);
    if (events === 0 && batch.length > 0) yield `${picture.legend().join('\n')}\n`;
    events += batch.length;
    yield drawRows(timeline.take());
    if (batch.length > 0 && batch.at(-1)!.event.at > to) break;
  }
  yield drawRows(timeline.takeAll());
  if (events === 0) yield `${paint(dim, 'no events')}\n`;
}
