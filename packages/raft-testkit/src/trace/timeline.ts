// Events in, rows out: what is worth showing of a run, in the order in which it happened. What belongs together becomes one
// row, heartbeats become none.

import type { Message, ServerId, TraceEvent } from '@three-ways/raft-core';
import { type Deed, type Look, Servers } from './activities.ts';
import { type ReignNews, Reigns } from './leaderships.ts';
import { Weather } from './network.ts';
import { addDeed, type DeedsRow, isOfOneKind, type Row } from './rows.ts';

export interface TimelineOptions {
  /** What servers append and commit within so many ms is one row, unless they pause for a quarter of it. */
  readonly merge: number;
  /** Also messages, as they arrive or are lost; those of heartbeats too, or all but them. */
  readonly messages: 'none' | 'without heartbeats' | 'all';
}

/** Deeds of another kind that come within so many ms are one row: what one moment causes on many servers. */
const moment = 2;

export class Timeline {
  private readonly options: TimelineOptions;
  private readonly servers = new Servers();
  private readonly reigns = new Reigns();
  private readonly weather = new Weather();
  private rows: Row[] = [];
  /** The last row, as long as it may grow. */
  private open: DeedsRow | null = null;

  constructor(options: TimelineOptions) {
    this.options = options;
  }

  /** All servers that were heard of so far, as they are now. */
  get looks(): ReadonlyMap<ServerId, Look> {
    return this.servers.looks;
  }

  see(event: TraceEvent): void {
    const deed = this.servers.see(event);
    const news = this.reigns.see(event);
    const change = this.weather.see(event);
    if (change !== null) this.addRow({ type: 'network', at: event.at, news: change, looks: this.looks });
    if (deed !== null && 'server' in event) this.addDeed(event.server, deed, news, event.at);
    if (event.type === 'deliver' || event.type === 'drop') this.addMessage(event);
  }

  /** Hands out the rows that nothing can change any more: all but the last one, as long as it may grow. */
  take(): Row[] {
    return this.rows.splice(0, this.open === null ? this.rows.length : this.rows.length - 1);
  }

  /** Hands out all rows. */
  takeAll(): Row[] {
    return this.rows.splice(0);
  }

  private addDeed(server: ServerId, deed: Deed, news: ReignNews | null, at: number): void {
    if (this.open === null || news !== null || !this.growsBy(this.open, server, deed, at)) {
      const { looks } = this.servers;
      this.open = { type: 'deeds', at, until: at, deeds: new Map([[server, deed]]), news, looks };
      this.rows.push(this.open);
    }
    this.open.until = at;
    this.open.looks = this.servers.looks;
  }

  private growsBy(row: DeedsRow, server: ServerId, deed: Deed, at: number): boolean {
    const span = deed.type === 'progress' ? this.options.merge : moment;
    const isAtOnce = at - row.at <= span && at - row.until <= Math.max(span / 4, moment);
    return isAtOnce && isOfOneKind(row, deed) && addDeed(row, server, deed);
  }

  private addMessage({ type, message, at }: Extract<TraceEvent, { message: Message }>): void {
    const { messages } = this.options;
    if (messages === 'none' || (messages === 'without heartbeats' && isHeartbeat(message))) return;
    this.addRow({ type: 'message', at, message, isLost: type === 'drop', looks: this.looks });
  }

  /** What comes before it grows no more. */
  private addRow(row: Row): void {
    this.open = null;
    this.rows.push(row);
  }
}

/** Whether a message says only that a leader is there, or answers one that does (§5.2). */
export function isHeartbeat(message: Message): boolean {
  if (message.type === 'AppendEntries') return message.entries.length === 0;
  return (
    message.type === 'AppendEntriesReply' && message.success && message.matchIndex === message.prevLogIndex
  );
}
