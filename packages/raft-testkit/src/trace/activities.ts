// What the servers of a trace do, one event after the other: who is what in which term, and which of their deeds are worth
// telling. A deed is an event without what everybody knows already.

import type { LogIndex, Message, Role, ServerId, Term, TraceEvent } from '@three-ways/raft-core';

/** What one server did. */
export type Deed =
  | { readonly type: 'start'; readonly term: Term; readonly lastIndex: LogIndex }
  | { readonly type: 'crash' }
  | { readonly type: 'role'; readonly role: Role; readonly term: Term }
  | { readonly type: 'vote'; readonly candidate: ServerId; readonly voteGranted: boolean }
  | { readonly type: 'install'; readonly lastIncludedIndex: LogIndex }
  /** Entries that the log held are gone: others stand in their place (§5.3). */
  | { readonly type: 'replace'; readonly firstIndex: LogIndex; readonly lastIndex: LogIndex }
  | Progress;

/** What a server does all the time: deeds of this kind add up. */
export interface Progress {
  readonly type: 'progress';
  /** The entries that it appended, from the first to the last; null if none. */
  readonly appended: readonly [first: LogIndex, last: LogIndex] | null;
  readonly commitIndex: LogIndex | null;
  /** How often it asked again for votes, in the same role and term as before. */
  readonly retries: number;
}

/** What only a server in that role says. */
const rolesBySpeech: ReadonlyMap<Message['type'], Role> = new Map([
  ['AppendEntries', 'leader'],
  ['InstallSnapshot', 'leader'],
  ['TimeoutNow', 'leader'],
  ['RequestVote', 'candidate'],
  ['AppendEntriesReply', 'follower'],
  ['InstallSnapshotReply', 'follower'],
]);

/** How a server looks from outside. */
export interface Look {
  readonly role: Role | 'crashed' | 'unknown';
  readonly term: Term;
}

export class Servers {
  /** Where the logs end, and the last entries that snapshots brought. */
  private readonly logs = new Map<ServerId, LogIndex>();
  private readonly installed = new Map<ServerId, LogIndex>();
  private current: ReadonlyMap<ServerId, Look> = new Map();

  /** All servers that were heard of, as they are now. Never changed: a change makes another map. */
  get looks(): ReadonlyMap<ServerId, Look> {
    return this.current;
  }

  /** Takes note of the event. Returns what its server did, or null if it is not worth telling. */
  see(event: TraceEvent): Deed | null {
    switch (event.type) {
      case 'start':
        return this.started(event);
      case 'crash':
        this.change(event.server, { role: 'crashed' });
        return { type: 'crash' };
      case 'role':
        return this.tookRole(event.server, event.role, event.term);
      case 'vote':
        this.change(event.server, { term: event.term });
        return { type: 'vote', candidate: event.candidate, voteGranted: event.voteGranted };
      case 'append':
        return this.appended(event);
      case 'install':
        return this.installedSnapshot(event);
      case 'commit':
        return this.committed(event);
      case 'send':
        this.heardOf(event.message);
    }
    return null;
  }

  /** What a start's stable storage held is not told by every implementation: then it is what was known before. */
  private started(event: Extract<TraceEvent, { type: 'start' }>): Deed {
    const known: Partial<typeof event> = event;
    const term = known.currentTerm ?? this.current.get(event.server)?.term ?? 0;
    const lastIndex = known.lastLogIndex ?? this.logs.get(event.server) ?? 0;
    this.logs.set(event.server, lastIndex);
    this.change(event.server, { role: 'follower', term });
    return { type: 'start', term, lastIndex };
  }

  private tookRole(server: ServerId, role: Role, term: Term): Deed {
    const before = this.current.get(server);
    if (before?.role === role && before.term === term)
      return { type: 'progress', appended: null, commitIndex: null, retries: 1 };
    this.change(server, { role, term });
    return { type: 'role', role, term };
  }

  private appended({ server, term, firstIndex, lastIndex }: Extract<TraceEvent, { type: 'append' }>): Deed {
    const before = this.logs.get(server) ?? 0;
    this.logs.set(server, lastIndex);
    this.change(server, { term });
    if (firstIndex <= before) return { type: 'replace', firstIndex, lastIndex: before };
    return { type: 'progress', appended: [firstIndex, lastIndex], commitIndex: null, retries: 0 };
  }

  private installedSnapshot(event: Extract<TraceEvent, { type: 'install' }>): Deed {
    const { server, term, lastIncludedIndex, lastIndex } = event;
    this.change(server, { term });
    this.logs.set(server, lastIndex);
    this.installed.set(server, lastIncludedIndex);
    return { type: 'install', lastIncludedIndex };
  }

  /** What a snapshot covers is committed: nobody needs to be told. */
  private committed({ server, term, commitIndex }: Extract<TraceEvent, { type: 'commit' }>): Deed | null {
    this.change(server, { term });
    if (this.installed.get(server) === commitIndex) return null;
    return { type: 'progress', appended: null, commitIndex, retries: 0 };
  }

  /**
   * A server tells its term by what it sends, except where it asks about the next one (dissertation §9.6); where the
   * trace begins in the midst of a run, also its role.
   */
  private heardOf(message: Message): void {
    const { type, from, to } = message;
    const before = this.current.get(from);
    if (!this.current.has(to)) this.change(to, {});
    const role = (before?.role ?? 'unknown') === 'unknown' ? rolesBySpeech.get(type) : undefined;
    const term = 'term' in message && type !== 'PreVote' && type !== 'PreVoteReply' ? message.term : 0;
    this.change(from, { term, ...(role && { role }) });
  }

  /** Terms only grow (§5.1): what tells of an older one tells nothing new. */
  private change(server: ServerId, changed: Partial<Look>): void {
    const before = this.current.get(server);
    const role = changed.role ?? before?.role ?? 'unknown';
    const term = Math.max(changed.term ?? 0, before?.term ?? 0);
    if (before?.role === role && before.term === term) return;
    const others = [...this.current].filter(([id]) => id !== server);
    this.current = new Map([...others, [server, { role, term }]]);
  }
}
