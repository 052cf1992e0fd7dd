// Events in, rows out: what is worth showing of a run, in the order in which it happened. What belongs together becomes one
// row, heartbeats become none. It holds back a second of the run, because a cut in the network is noticed late and belongs
// where it began.

import type { Message, ServerId, TraceEvent } from '@three-ways/raft-core';
import { type Deed, type Look, Servers } from './deeds.ts';
import { type LinkNews, Links } from './links.ts';
import { type ReignNews, Reigns } from './reigns.ts';
import { addDeed, type DeedsRow, isOfOneKind, type NetworkRow, type Row } from './rows.ts';

export interface TimelineOptions {
  /** What servers append and commit within so many ms is one row, unless they pause for a quarter of it. */
  readonly merge: number;
  /** Also messages, as they arrive or are lost; those of heartbeats too, or all but them. */
  readonly messages: 'none' | 'without heartbeats' | 'all';
}

/** Deeds of another kind that come within so many ms are one row: what one moment causes on many servers. */
const moment = 2;
/** So much of the run is held back: ms, and rows at the most. */
const heldBack = 1_000;
const mostHeldBack = 20_000;

export class Timeline {
  private readonly options: TimelineOptions;
  private readonly servers = new Servers();
  private readonly reigns = new Reigns();
  private readonly links = new Links();
  private rows: Row[] = [];
  private now = 0;
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
    this.now = event.at;
    const deed = this.servers.see(event);
    const news = this.reigns.see(event);
    const linkNews = this.links.see(event);
    if (linkNews !== null) this.addNetwork(linkNews);
    if (deed !== null && 'server' in event) this.addDeed(event.server, deed, news, event.at);
    if (event.type === 'deliver' || event.type === 'drop') this.addMessage(event);
  }

  /** Hands out the rows that nothing can change any more. */
  take(): Row[] {
    // Also what is later than now: a file may hold one run after the other.
    const isHeldBack = ({ at }: Row) => at > this.now - heldBack && at <= this.now;
    const end = this.rows.findIndex((row) => row === this.open || isHeldBack(row));
    return this.rows.splice(0, Math.max(end < 0 ? this.rows.length : end, this.rows.length - mostHeldBack));
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
    this.open = null;
    const { looks } = this.servers;
    this.rows.push({ type: 'message', at, message, isLost: type === 'drop', looks });
  }

  private addNetwork({ type: what, pairs, since: at }: LinkNews): void {
    // A cut is found out link by link: what is still held back is added to.
    const told = this.rows.findLast((row): row is NetworkRow => row.type === 'network');
    if (told?.what === what) {
      told.pairs.push(...pairs);
      return;
    }
    const place = this.rows.findLastIndex((row) => row.at <= at) + 1;
    const { looks } = this.rows[place - 1] ?? this.servers;
    this.rows.splice(place, 0, { type: 'network', at, what, pairs: [...pairs], looks });
    if (place === this.rows.length - 1) this.open = null;
  }
}

/** Whether a message says only that a leader is there, or answers one that does (§5.2). */
export function isHeartbeat(message: Message): boolean {
  if (message.type === 'AppendEntries') return message.entries.length === 0;
  return (
    message.type === 'AppendEntriesReply' && message.success && message.matchIndex === message.prevLogIndex
  );
}
