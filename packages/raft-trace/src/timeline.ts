// From events to rows: related events share a row, heartbeats get none.

import type { Message, TraceEvent } from '@three-ways/raft-cluster';
import type { ServerId } from '@three-ways/raft-core';
import { type Activity, ServerTracker, type ServerView } from './activities.ts';
import { type LeadershipChange, LeadershipTracker } from './leaderships.ts';
import { NetworkTracker } from './network.ts';
import { type ActivityRow, addActivity, isSameKind, type Row } from './rows.ts';

interface TimelineOptions {
  /** Appends and commits within this time (ms) share a row, unless they pause for a quarter of it. */
  readonly merge: number;
  /** Messages shown, as they arrive or are lost. */
  readonly messages: 'none' | 'without heartbeats' | 'all';
}

/** Other activities within this time (ms) share a row. */
const moment = 2;

export class Timeline {
  private readonly options: TimelineOptions;
  private readonly servers = new ServerTracker();
  private readonly leaderships = new LeadershipTracker();
  private readonly network = new NetworkTracker();
  private rows: Row[] = [];
  /** The last row, while it may grow. */
  private open: ActivityRow | null = null;

  constructor(options: TimelineOptions) {
    this.options = options;
  }

  /** All servers mentioned so far. */
  get views(): ReadonlyMap<ServerId, ServerView> {
    return this.servers.views;
  }

  see(event: TraceEvent): void {
    const activity = this.servers.see(event);
    const change = this.leaderships.see(event);
    const networkChange = this.network.see(event);
    if (networkChange !== null)
      this.addRow({ type: 'network', at: event.at, change: networkChange, views: this.views });
    if (activity !== null && 'server' in event) this.addActivity(event.server, activity, change, event.at);
    if (event.type === 'deliver' || event.type === 'drop') this.addMessage(event);
  }

  /** Removes and returns the completed rows. */
  take(): Row[] {
    return this.rows.splice(0, this.open === null ? this.rows.length : this.rows.length - 1);
  }

  /** Removes and returns all rows. */
  takeAll(): Row[] {
    return this.rows.splice(0);
  }

  private addActivity(
    server: ServerId,
    activity: Activity,
    change: LeadershipChange | null,
    at: number,
  ): void {
    if (this.open === null || change !== null || !this.growsBy(this.open, server, activity, at)) {
      const { views } = this.servers;
      this.open = {
        type: 'activities',
        at,
        until: at,
        activities: new Map([[server, activity]]),
        change,
        views,
      };
      this.rows.push(this.open);
    }
    this.open.until = at;
    this.open.views = this.servers.views;
  }

  private growsBy(row: ActivityRow, server: ServerId, activity: Activity, at: number): boolean {
    const span = activity.type === 'progress' ? this.options.merge : moment;
    const isAtOnce = at - row.at <= span && at - row.until <= Math.max(span / 4, moment);
    return isAtOnce && isSameKind(row, activity) && addActivity(row, server, activity);
  }

  private addMessage({ type, message, at }: Extract<TraceEvent, { message: Message }>): void {
    const { messages } = this.options;
    if (messages === 'none' || (messages === 'without heartbeats' && isHeartbeat(message))) return;
    this.addRow({ type: 'message', at, message, isLost: type === 'drop', views: this.views });
  }

  /** Adds a row, and completes the one before. */
  private addRow(row: Row): void {
    this.open = null;
    this.rows.push(row);
  }
}

/** Whether a message is a heartbeat or its reply (§5.2). */
export function isHeartbeat(message: Message): boolean {
  if (message.type === 'AppendEntries') return message.entries.length === 0;
  return (
    message.type === 'AppendEntriesReply' && message.success && message.matchIndex === message.prevLogIndex
  );
}
