// The rows of a timeline: what happened in one moment, or between two moments worth telling.

import type { Message, ServerId } from '@three-ways/raft-core';
import type { Deed, Look } from './activities.ts';
import type { ReignNews } from './leaderships.ts';
import type { WeatherNews } from './network.ts';

/** The looks of all servers at the end of the row. */
type Looks = ReadonlyMap<ServerId, Look>;

/** What servers did, one deed each. */
export interface DeedsRow {
  readonly type: 'deeds';
  /** When the first of them happened (ms). */
  readonly at: number;
  /** When the last of them happened (ms). */
  until: number;
  readonly deeds: Map<ServerId, Deed>;
  /** What one of them means for the cluster. */
  readonly news: ReignNews | null;
  looks: Looks;
}

/** A message arrives or is lost. */
export interface MessageRow {
  readonly type: 'message';
  readonly at: number;
  readonly message: Message;
  readonly isLost: boolean;
  readonly looks: Looks;
}

/** The network is another one from now on. */
export interface NetworkRow {
  readonly type: 'network';
  readonly at: number;
  readonly news: WeatherNews;
  readonly looks: Looks;
}

export type Row = DeedsRow | MessageRow | NetworkRow;

/** Adds a deed to what its server did in this row. Returns whether it could be added. */
export function addDeed({ deeds }: DeedsRow, server: ServerId, deed: Deed): boolean {
  const before = deeds.get(server);
  const both = before === undefined ? deed : sumOf(before, deed);
  if (both !== null) deeds.set(server, both);
  return both !== null;
}

/** Both deeds as one; null if they are not of a kind that adds up, or leave a gap between them. */
function sumOf(a: Deed, b: Deed): Deed | null {
  if (a.type !== 'progress' || b.type !== 'progress') return null;
  const follows = a.appended === null || b.appended === null || b.appended[0] === a.appended[1] + 1;
  if (!follows) return null;
  const [first] = a.appended ?? b.appended ?? [];
  const [, last] = b.appended ?? a.appended ?? [];
  return {
    type: 'progress',
    appended: first === undefined || last === undefined ? null : [first, last],
    commitIndex: b.commitIndex ?? a.commitIndex,
    retries: a.retries + b.retries,
  };
}

/** Whether deeds of both types may stand in one row. */
export function isOfOneKind({ deeds, news }: DeedsRow, deed: Deed): boolean {
  if (news !== null && deed.type === 'progress') return false; // the first commit of a term stands alone
  for (const { type } of deeds.values()) return type === deed.type;
  return true;
}
