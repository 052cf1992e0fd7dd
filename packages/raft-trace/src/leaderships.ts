// Leaderships and the times without one. A deposed leader counts as long as it runs and has not stepped down, because the trace
// does not show whether it knows of its successor.

import type { Message, TraceEvent } from '@three-ways/raft-cluster';
import type { LogIndex, ServerId, Term } from '@three-ways/raft-core';

/** A leadership, from election to end. Times in ms. */
export interface Leadership {
  readonly leader: ServerId;
  readonly term: Term;
  /** Election, or the beginning of the trace if that is later. */
  readonly from: number;
  readonly isWhole: boolean;
  /** Time without a leader before; 0 if an older leader had not stepped down. */
  readonly leaderlessBefore: number;
  /** First commit of the term (§5.4.2), which commits earlier entries too. */
  firstCommit: { readonly at: number; readonly commitIndex: LogIndex } | null;
  end: { readonly at: number; readonly why: 'crash' | 'steps down' } | null;
}

/** A change of a leadership, and the number of leaderships now: more than 1 if a deposed leader has not stepped down. */
export interface LeadershipChange {
  readonly type: 'begins' | 'commits' | 'ends';
  readonly leadership: Leadership;
  readonly activeLeaders: number;
}

export class LeadershipTracker {
  readonly all: Leadership[] = [];
  /** Total and longest time without a leader (ms). */
  leaderless = 0;
  longestLeaderless = 0;
  private readonly activeLeaders = new Map<ServerId, Leadership>();
  private leaderlessSince: number | null = null;

  /** Adds an event. Returns the beginning, first commit or end of a leadership, else null. */
  see(event: TraceEvent): LeadershipChange | null {
    this.leaderlessSince ??= this.all.length === 0 ? event.at : null;
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
        this.sent(event.message);
    }
    return null;
  }

  /** Ends the trace, and with it a time without a leader. */
  finish(at: number): void {
    if (this.leaderlessSince !== null) this.addLeaderless(at - this.leaderlessSince);
    this.leaderlessSince = null;
  }

  /** A trace that begins during a leadership shows its leader by what it sends. */
  private sent(message: Message): void {
    if (this.all.length > 0 || message.type !== 'AppendEntries') return;
    this.begin(message.from, message.term, this.leaderlessSince!, false);
  }

  private begin(leader: ServerId, term: Term, at: number, isWhole = true): LeadershipChange {
    const leaderlessBefore = this.leaderlessSince === null ? 0 : at - this.leaderlessSince;
    this.addLeaderless(leaderlessBefore);
    this.leaderlessSince = null;
    const leadership: Leadership = {
      leader,
      term,
      from: at,
      isWhole,
      leaderlessBefore,
      firstCommit: null,
      end: null,
    };
    this.all.push(leadership);
    this.activeLeaders.set(leader, leadership);
    return this.change('begins', leadership);
  }

  private commit(server: ServerId, commitIndex: LogIndex, at: number): LeadershipChange | null {
    const leadership = this.activeLeaders.get(server);
    if (!leadership?.isWhole || leadership.firstCommit !== null) return null;
    leadership.firstCommit = { at, commitIndex };
    return this.change('commits', leadership);
  }

  private end(server: ServerId, at: number, why: 'crash' | 'steps down'): LeadershipChange | null {
    const leadership = this.activeLeaders.get(server);
    if (leadership === undefined) return null;
    leadership.end = { at, why };
    this.activeLeaders.delete(server);
    if (this.activeLeaders.size === 0) this.leaderlessSince = at;
    return this.change('ends', leadership);
  }

  private change(type: LeadershipChange['type'], leadership: Leadership): LeadershipChange {
    return { type, leadership, activeLeaders: this.activeLeaders.size };
  }

  private addLeaderless(ms: number): void {
    this.leaderless += ms;
    this.longestLeaderless = Math.max(this.longestLeaderless, ms);
  }
}
