// What the servers of a trace do: the activity in each event, and each server's role and term as seen from outside.

import type { Message, TraceEvent } from '@three-ways/raft-cluster';
import type { LogIndex, Role, ServerId, Term } from '@three-ways/raft-core';

/** An event of one server, without what is already known. */
export type Activity =
  | { readonly type: 'start'; readonly term: Term; readonly lastIndex: LogIndex }
  | { readonly type: 'crash' }
  | { readonly type: 'role'; readonly role: Role; readonly term: Term }
  | { readonly type: 'vote'; readonly candidate: ServerId; readonly voteGranted: boolean }
  | { readonly type: 'install'; readonly lastIncludedIndex: LogIndex }
  /** Entries were replaced by others (§5.3). */
  | { readonly type: 'replace'; readonly firstIndex: LogIndex; readonly lastIndex: LogIndex }
  | Progress;

/** Frequent activity; consecutive ones add up. */
export interface Progress {
  readonly type: 'progress';
  /** Appended entries; null if none. */
  readonly appended: readonly [first: LogIndex, last: LogIndex] | null;
  readonly commitIndex: LogIndex | null;
  /** Repeated vote requests in the same role and term. */
  readonly retries: number;
}

/** Message types that only one role sends. */
const senderRoles: ReadonlyMap<Message['type'], Role> = new Map([
  ['AppendEntries', 'leader'],
  ['InstallSnapshot', 'leader'],
  ['TimeoutNow', 'leader'],
  ['RequestVote', 'candidate'],
  ['AppendEntriesReply', 'follower'],
  ['InstallSnapshotReply', 'follower'],
]);

/** A server as the trace shows it. */
export interface ServerView {
  readonly role: Role | 'crashed' | 'unknown';
  readonly term: Term;
}

export class ServerTracker {
  /** Last index of each log, and of its last installed snapshot. */
  private readonly logs = new Map<ServerId, LogIndex>();
  private readonly installed = new Map<ServerId, LogIndex>();
  private current: ReadonlyMap<ServerId, ServerView> = new Map();

  /** All servers mentioned so far. Immutable: a change creates a new map. */
  get views(): ReadonlyMap<ServerId, ServerView> {
    return this.current;
  }

  /** Adds an event. Returns its server's activity; null if there is nothing to show. */
  see(event: TraceEvent): Activity | null {
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
        this.sent(event.message);
    }
    return null;
  }

  /** Some implementations omit what the stable storage held at a start: then it is what was known before. */
  private started(event: Extract<TraceEvent, { type: 'start' }>): Activity {
    const known: Partial<typeof event> = event;
    const term = known.currentTerm ?? this.current.get(event.server)?.term ?? 0;
    const lastIndex = known.lastLogIndex ?? this.logs.get(event.server) ?? 0;
    this.logs.set(event.server, lastIndex);
    this.change(event.server, { role: 'follower', term });
    return { type: 'start', term, lastIndex };
  }

  private tookRole(server: ServerId, role: Role, term: Term): Activity {
    const before = this.current.get(server);
    if (before?.role === role && before.term === term)
      return { type: 'progress', appended: null, commitIndex: null, retries: 1 };
    this.change(server, { role, term });
    return { type: 'role', role, term };
  }

  private appended({
    server,
    term,
    firstIndex,
    lastIndex,
  }: Extract<TraceEvent, { type: 'append' }>): Activity {
    const before = this.logs.get(server) ?? 0;
    this.logs.set(server, lastIndex);
    this.change(server, { term });
    if (firstIndex <= before) return { type: 'replace', firstIndex, lastIndex: before };
    return { type: 'progress', appended: [firstIndex, lastIndex], commitIndex: null, retries: 0 };
  }

  private installedSnapshot(event: Extract<TraceEvent, { type: 'install' }>): Activity {
    const { server, term, lastIncludedIndex, lastIndex } = event;
    this.change(server, { term });
    this.logs.set(server, lastIndex);
    this.installed.set(server, lastIncludedIndex);
    return { type: 'install', lastIncludedIndex };
  }

  /** The commit of an installed snapshot's last index is implied. */
  private committed({ server, term, commitIndex }: Extract<TraceEvent, { type: 'commit' }>): Activity | null {
    this.change(server, { term });
    if (this.installed.get(server) === commitIndex) return null;
    return { type: 'progress', appended: null, commitIndex, retries: 0 };
  }

  /**
   * A message shows its sender's term, except a pre-vote, which bears the next one (dissertation §9.6). Where the trace
   * begins in the middle of a run, it also shows the role.
   */
  private sent(message: Message): void {
    const { type, from, to } = message;
    const before = this.current.get(from);
    if (!this.current.has(to)) this.change(to, {});
    const role = (before?.role ?? 'unknown') === 'unknown' ? senderRoles.get(type) : undefined;
    const term = 'term' in message && type !== 'PreVote' && type !== 'PreVoteReply' ? message.term : 0;
    this.change(from, { term, ...(role && { role }) });
  }

  /** Terms only grow (§5.1): an older one is ignored. */
  private change(server: ServerId, changed: Partial<ServerView>): void {
    const before = this.current.get(server);
    const role = changed.role ?? before?.role ?? 'unknown';
    const term = Math.max(changed.term ?? 0, before?.term ?? 0);
    if (before?.role === role && before.term === term) return;
    const others = [...this.current].filter(([id]) => id !== server);
    this.current = new Map([...others, [server, { role, term }]]);
  }
}
