// A trace from its lines to its picture, a piece at a time: reader, timeline and picture put together.

import type { ServerId } from '@three-ways/raft-core';
import { dim, type Paint } from './paint.ts';
import { Picture } from './picture.ts';
import type { TraceLine } from './read.ts';
import type { Row } from './rows.ts';
import { Timeline } from './timeline.ts';

/** What of a run is drawn, and how. */
export interface Drawing {
  /** ms. */
  readonly from?: number;
  readonly to?: number;
  readonly servers?: ReadonlySet<ServerId>;
  readonly messages?: true;
  readonly heartbeats?: true;
  /** What servers append and commit within so many ms is one row, unless they pause for a quarter of it. */
  readonly merge: number;
  /** Characters. */
  readonly width: number;
}

/**
 * The picture of a trace, in pieces of some lines each. All that comes before `from` is read but not drawn: what servers
 * are then, they have become before.
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
      .flatMap((row) => picture.draw(row, timeline.looks))
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
