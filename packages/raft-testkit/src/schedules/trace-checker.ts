// Checks the trace of a run of any implementation: Figure 3 of the Raft paper, and what a server reveals by its messages. Index
// and term name an entry and, by Log Matching, everything before it, so a log is a node of a tree, and the cluster's history is
// the tree of all logs.

import type { Message, TraceEvent } from '@three-ways/raft-cluster';
import type { LogIndex, ServerId, Term } from '@three-ways/raft-core';
import { type Invariant, requireThat, Violation } from '@three-ways/raft-simulator/violation';
import { type Entry, EntryTree } from './entry-tree.ts';

/** A server's state, as known from its events. */
interface ServerRecord {
  running: boolean;
  currentTerm: Term;
  role: string;
  /** The last entry of its log. */
  last: Entry;
  commitIndex: LogIndex;
  lastApplied: LogIndex;
  /** Votes revealed, by term; they must survive crashes. */
  readonly votes: Map<Term, ServerId>;
  /** Newest term of its messages, and the index acknowledged to that term's leader. */
  sentTerm: Term;
  acknowledged: LogIndex;
}

type EventOf<Type extends TraceEvent['type']> = Extract<TraceEvent, { readonly type: Type }>;

export class TraceChecker {
  /** Events so far. */
  events = 0;
  /** Elections won. */
  elections = 0;
  private readonly tree = new EntryTree();
  private readonly servers = new Map<ServerId, ServerRecord>();
  private readonly leaders = new Map<Term, ServerId>();
  private violation: Violation | null = null;

  /** Checks the next event. Violations are thrown by `judge`, not into the cluster. */
  see(event: TraceEvent): void {
    this.events += 1;
    if (this.violation !== null) return;
    try {
      this.check(event);
    } catch (error) {
      if (!(error instanceof Violation)) throw error;
      this.violation = new Violation(error.invariant, `at ${event.at.toFixed(3)} ms: ${error.message}`);
    }
  }

  /** @throws Violation if one was found */
  judge(): void {
    if (this.violation !== null) throw this.violation;
  }

  private check(event: TraceEvent): void {
    switch (event.type) {
      case 'start':
        return this.started(event);
      case 'crash':
        this.record(event.server).running = false;
        return;
      case 'role':
        return this.tookRole(event);
      case 'append':
        return this.appended(event);
      case 'install':
        return this.installed(event);
      case 'commit':
        return this.committed(event);
      case 'apply':
        return this.applied(event);
      case 'send':
        return this.sent(event.message);
    }
  }

  /** What a server revealed before a crash must have survived. */
  private started({ server, currentTerm, votedFor, lastLogIndex, lastLogTerm }: EventOf<'start'>): void {
    const before = this.servers.get(server);
    const record: ServerRecord = before ?? newServer();
    this.servers.set(server, record);
    this.require(
      currentTerm >= record.sentTerm,
      'stable before revealed',
      `server ${server} starts in term ${currentTerm}, but has sent messages of term ${record.sentTerm}`,
    );
    if (votedFor !== null) this.voted(server, currentTerm, votedFor);
    else
      this.require(
        currentTerm > record.sentTerm || !record.votes.has(currentTerm),
        'one vote a term',
        `server ${server} forgets its vote of term ${currentTerm}`,
      );
    this.require(
      currentTerm > record.sentTerm || lastLogIndex >= record.acknowledged,
      'acknowledged entries stay',
      `server ${server} has acknowledged entry ${record.acknowledged}, and starts with ${lastLogIndex}`,
    );
    record.running = true;
    record.role = 'follower';
    record.currentTerm = currentTerm;
    record.last = this.tree.find(lastLogIndex, lastLogTerm);
    record.commitIndex = 0;
    record.lastApplied = 0;
  }

  private tookRole({ server, term, role }: EventOf<'role'>): void {
    const record = this.record(server);
    this.inTerm(record, server, term);
    record.role = role;
    if (role !== 'leader') return;
    this.elections += 1;
    const other = this.leaders.get(term) ?? server;
    this.require(
      other === server,
      'election safety',
      `servers ${other} and ${server} both lead term ${term}`,
    );
    this.leaders.set(term, server);
    const lacking = this.tree.lackedBy(record.last, term);
    this.require(
      lacking === null,
      'leader completeness',
      `server ${server} leads term ${term} and lacks the committed entry ${lacking}`,
    );
  }

  private inTerm(record: ServerRecord, server: ServerId, term: Term): void {
    this.require(
      term >= record.currentTerm,
      'terms only grow',
      `server ${server} goes back from term ${record.currentTerm} to ${term}`,
    );
    record.currentTerm = term;
  }

  private voted(server: ServerId, term: Term, candidate: ServerId): void {
    const { votes } = this.record(server);
    const other = votes.get(term) ?? candidate;
    this.require(
      other === candidate,
      'one vote a term',
      `server ${server} votes for ${other} and for ${candidate} in term ${term}`,
    );
    votes.set(term, candidate);
  }

  private appended({ server, term, firstIndex, lastIndex, terms }: EventOf<'append'>): void {
    const record = this.record(server);
    this.inTerm(record, server, term);
    const before = this.tree.upTo(record.last, firstIndex - 1);
    this.require(
      before !== null && terms.length === lastIndex - firstIndex + 1,
      'log matching',
      `server ${server} appends entries ${firstIndex} to ${lastIndex} to a log that ends at ${record.last.index}`,
    );
    this.require(
      record.role !== 'leader' || firstIndex === record.last.index + 1,
      'leader append-only',
      `leader ${server} replaces its entries from ${firstIndex} on`,
    );
    this.require(
      firstIndex > record.commitIndex,
      'leader completeness',
      `server ${server} replaces entry ${firstIndex}, though it has committed up to ${record.commitIndex}`,
    );
    record.last = terms.reduce((last: Entry, term) => this.tree.append(last, term), before!);
  }

  private installed({ server, lastIncludedIndex, lastIncludedTerm, lastIndex }: EventOf<'install'>): void {
    const record = this.record(server);
    const included = this.tree.find(lastIncludedIndex, lastIncludedTerm);
    const keepsMore = lastIndex > lastIncludedIndex;
    this.require(
      !keepsMore ||
        (this.tree.upTo(record.last, lastIncludedIndex) === included && record.last.index === lastIndex),
      'log matching',
      `server ${server} keeps entries after a snapshot of ${lastIncludedIndex} that its log did not match`,
    );
    if (!keepsMore) record.last = included;
  }

  private committed({ server, term, commitIndex }: EventOf<'commit'>): void {
    const record = this.record(server);
    this.inTerm(record, server, term);
    this.require(
      commitIndex > record.commitIndex,
      'commit index only grows',
      `server ${server} goes back from commit index ${record.commitIndex} to ${commitIndex}`,
    );
    const entry = this.tree.upTo(record.last, commitIndex);
    this.require(
      entry !== null,
      'leader completeness',
      `server ${server} commits up to ${commitIndex}, but its log ends at ${record.last.index}`,
    );
    const other = this.tree.commit(entry!, term);
    this.require(
      other === null,
      'state machine safety',
      `server ${server} commits another entry ${other?.index} than was committed before`,
    );
    record.commitIndex = commitIndex;
  }

  private applied({ server, lastApplied }: EventOf<'apply'>): void {
    const record = this.record(server);
    this.require(
      lastApplied > record.lastApplied &&
        lastApplied <= Math.max(record.commitIndex, this.tree.committedIndex),
      'state machine safety',
      `server ${server} applies up to ${lastApplied} after ${record.lastApplied}, committed ${record.commitIndex}`,
    );
    record.lastApplied = lastApplied;
  }

  private sent(message: Message): void {
    const { type, from } = message;
    const record = this.record(from);
    this.require(record.running, 'stable before revealed', `server ${from} sends ${type} after a crash`);
    if (!('term' in message) || type === 'PreVote' || type === 'ReadIndex') return; // requests that reveal nothing stable
    if (type === 'PreVoteReply' && message.voteGranted) return; // it bears the next term
    if (message.term > record.sentTerm) record.acknowledged = 0;
    record.sentTerm = Math.max(record.sentTerm, message.term);
    if (type === 'RequestVote') this.voted(from, message.term, from);
    if (type === 'RequestVoteReply' && message.voteGranted) this.voted(from, message.term, message.to);
    if (type === 'AppendEntriesReply' && message.success && message.term === record.sentTerm)
      record.acknowledged = Math.max(record.acknowledged, message.matchIndex);
  }

  private record(server: ServerId): ServerRecord {
    const record = this.servers.get(server);
    if (record === undefined)
      throw new Violation('stable before revealed', `server ${server} actions before it starts`);
    return record;
  }

  private require(holds: boolean, invariant: Invariant, sentence: string): void {
    requireThat(holds, invariant, () => sentence);
  }
}

function newServer(): ServerRecord {
  return {
    ...{ running: false, currentTerm: 0, role: 'follower', last: EntryTree.root },
    ...{ commitIndex: 0, lastApplied: 0, votes: new Map(), sentTerm: 0, acknowledged: 0 },
  };
}
