// Who led when, and for how long nobody did. Somebody leads as long as any server that runs takes itself for the leader:
// one that was deposed and has not heard of it counts, because the trace can't ask it.

import type { LogIndex, Message, ServerId, Term, TraceEvent } from '@three-ways/raft-core';

/** A leadership, from an election to its end. Times are in ms. */
export interface Reign {
  readonly leader: ServerId;
  readonly term: Term;
  /** When it was won; where the trace begins in its midst, when the trace does. */
  readonly from: number;
  readonly isWhole: boolean;
  /** For so long nobody led before; 0 if an older leader still took itself for one. */
  readonly vacancy: number;
  /** The first commit of the term (§5.4.2): what was appended before is committed by it, too. */
  firstCommit: { readonly at: number; readonly commitIndex: LogIndex } | null;
  end: { readonly at: number; readonly why: 'crash' | 'steps down' } | null;
}

/** What has become of a reign, and how many there are at this moment: a deposed leader may not have heard of it yet. */
export interface ReignNews {
  readonly type: 'begins' | 'commits' | 'ends';
  readonly reign: Reign;
  readonly reigning: number;
}

export class Reigns {
  readonly all: Reign[] = [];
  /** So long nobody led, and the longest time of it (ms). */
  vacant = 0;
  longestVacancy = 0;
  private readonly reigning = new Map<ServerId, Reign>();
  private vacantSince: number | null = null;

  /** Takes note of the event, and tells if it is the beginning, the first commit or the end of a reign. */
  see(event: TraceEvent): ReignNews | null {
    this.vacantSince ??= this.all.length === 0 ? event.at : null;
    switch (event.type) {
      case 'role':
        return event.role === 'leader'
          ? this.begin(event.server, event.term, event.at)
          : this.end(event.server, event.at, 'steps down');
      case 'crash':
      case 'start':
        return this.end(event.server, event.at, 'crash');
      case 'commit':
        return this.commit(event.server, event.commitIndex, event.at);
      case 'send':
        this.heard(event.message);
    }
    return null;
  }

  /** No more events will come: a time without a leader lasts until now. */
  finish(at: number): void {
    if (this.vacantSince !== null) this.addVacancy(at - this.vacantSince);
    this.vacantSince = null;
  }

  /** Where the trace begins in the midst of a reign, the leader is known by what it says. */
  private heard(message: Message): void {
    if (this.all.length > 0 || message.type !== 'AppendEntries') return;
    this.begin(message.from, message.term, this.vacantSince!, false);
  }

  private begin(leader: ServerId, term: Term, at: number, isWhole = true): ReignNews {
    const vacancy = this.vacantSince === null ? 0 : at - this.vacantSince;
    this.addVacancy(vacancy);
    this.vacantSince = null;
    const reign: Reign = { leader, term, from: at, isWhole, vacancy, firstCommit: null, end: null };
    this.all.push(reign);
    this.reigning.set(leader, reign);
    return this.news('begins', reign);
  }

  private commit(server: ServerId, commitIndex: LogIndex, at: number): ReignNews | null {
    const reign = this.reigning.get(server);
    if (!reign?.isWhole || reign.firstCommit !== null) return null;
    reign.firstCommit = { at, commitIndex };
    return this.news('commits', reign);
  }

  private end(server: ServerId, at: number, why: 'crash' | 'steps down'): ReignNews | null {
    const reign = this.reigning.get(server);
    if (reign === undefined) return null;
    reign.end = { at, why };
    this.reigning.delete(server);
    if (this.reigning.size === 0) this.vacantSince = at;
    return this.news('ends', reign);
  }

  private news(type: ReignNews['type'], reign: Reign): ReignNews {
    return { type, reign, reigning: this.reigning.size };
  }

  private addVacancy(ms: number): void {
    this.vacant += ms;
    this.longestVacancy = Math.max(this.longestVacancy, ms);
  }
}
