// The rows of a timeline.

import type { Message } from '@three-ways/raft-cluster';
import type { ServerId } from '@three-ways/raft-core';
import type { Activity, ServerView } from './activities.ts';
import type { LeadershipChange } from './leaderships.ts';
import type { NetworkChange } from './network.ts';

/** All servers at the end of the row. */
type Views = ReadonlyMap<ServerId, ServerView>;

/** Activities, one a server. */
export interface ActivityRow {
  readonly type: 'activities';
  /** Time of the first activity (ms). */
  readonly at: number;
  /** Time of the last activity (ms). */
  until: number;
  readonly activities: Map<ServerId, Activity>;
  /** Change of leadership made by one of them. */
  readonly change: LeadershipChange | null;
  views: Views;
}

/** A message arrives or is lost. */
interface MessageRow {
  readonly type: 'message';
  readonly at: number;
  readonly message: Message;
  readonly isLost: boolean;
  readonly views: Views;
}

/** The network changes. */
export interface NetworkRow {
  readonly type: 'network';
  readonly at: number;
  readonly change: NetworkChange;
  readonly views: Views;
}

export type Row = ActivityRow | MessageRow | NetworkRow;

/** Adds an activity to its server's in this row. Returns false if they don't combine. */
export function addActivity({ activities }: ActivityRow, server: ServerId, activity: Activity): boolean {
  const before = activities.get(server);
  const both = before === undefined ? activity : sumOf(before, activity);
  if (both !== null) activities.set(server, both);
  return both !== null;
}

/** Both activities combined; null if they are not progress, or not contiguous. */
function sumOf(a: Activity, b: Activity): Activity | null {
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

/** Whether the row may hold an activity of that type. */
export function isSameKind({ activities, change }: ActivityRow, activity: Activity): boolean {
  if (change !== null && activity.type === 'progress') return false; // the first commit of a term has a row of its own
  for (const { type } of activities.values()) return type === activity.type;
  return true;
}
