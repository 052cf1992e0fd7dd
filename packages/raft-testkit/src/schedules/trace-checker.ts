// Judges a run by its trace alone, so that it can judge every implementation: Figure 3 of the Raft paper, and what a server
// promises by what it sends. Entries are known by index and term; by Log Matching these two name everything before as well,
// so a whole log is one node of a tree, and the cluster's history is the tree that all logs together have grown.

import type { LogIndex, Message, ServerId, Term, TraceEvent } from '@three-ways/raft-core';
import { type Invariant, requireThat, Violation } from '../simulator/violation.ts';
import { type Entry, EntryTree } from './entry-tree.ts';

/** A server, as its events tell of it. */
interface Told {
  running: boolean;
  currentTerm: Term;
  role: string;
  /** The last entry of its log. */
  last: Entry;
  commitIndex: LogIndex;
  lastApplied: LogIndex;
  /** By term, for whom it has told others that it votes: this outlives its crashes. */
  readonly votes: Map<Term, ServerId>;
  /** The newest term that it has spoken in, and what it has acknowledged to that term's leader. */
  spokenTerm: Term;
  acknowledged: LogIndex;
}

type EventOf<Type extends TraceEvent['type']> = Extract<TraceEvent, { readonly type: Type }>;

export class TraceChecker {
  /** How many events were seen. */
  events = 0;
  /** How often a server came to lead. */
  elections = 0;
  private readonly tree = new EntryTree();
  private readonly servers = new Map<ServerId, Told>();
  private readonly leaders = new Map<Term, ServerId>();
  private violation: Violation | null = null;

  /** Looks at the next event. What is wrong with it is thrown by `judge`, not here in the cluster's own midst. */
  see(event: TraceEvent): void {
    this.events += 1;
    if (this.violation !== null) return;
    try {
      this.look(event);
    } catch (error) {
      if (!(error instanceof Violation)) throw error;
      this.violation = new Violation(error.invariant, `at ${event.at.toFixed(3)} ms: ${error.message}`);
    }
  }

  /** @throws Violation if one has been seen */
  judge(): void {
    if (this.violation !== null) throw this.violation;
  }

  private look(event: TraceEvent): void {
    switch (event.type) {
      case 'start':
        return this.started(event);
      case 'crash':
        this.told(event.server).running = false;
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

  /** What it has revealed before a crash it still knows after. */
  private started({ server, currentTerm, votedFor, lastLogIndex, lastLogTerm }: EventOf<'start'>): void {
    const before = this.servers.get(server);
    const told: Told = before ?? newServer();
    this.servers.set(server, told);
    this.require(
      currentTerm >= told.spokenTerm,
      'stable before revealed',
      `server ${server} starts in term ${currentTerm}, but has spoken in term ${told.spokenTerm}`,
    );
    if (votedFor !== null) this.voted(server, currentTerm, votedFor);
    else
      this.require(
        currentTerm > told.spokenTerm || !told.votes.has(currentTerm),
        'one vote a term',
        `server ${server} has forgotten its vote of term ${currentTerm}`,
      );
    this.require(
      currentTerm > told.spokenTerm || lastLogIndex >= told.acknowledged,
      'acknowledged entries stay',
      `server ${server} has acknowledged entry ${told.acknowledged}, and starts with ${lastLogIndex}`,
    );
    told.running = true;
    told.role = 'follower';
    told.currentTerm = currentTerm;
    told.last = this.tree.find(lastLogIndex, lastLogTerm);
    told.commitIndex = 0;
    told.lastApplied = 0;
  }

  private tookRole({ server, term, role }: EventOf<'role'>): void {
    const told = this.told(server);
    this.inTerm(told, server, term);
    told.role = role;
    if (role !== 'leader') return;
    this.elections += 1;
    const other = this.leaders.get(term) ?? server;
    this.require(
      other === server,
      'election safety',
      `servers ${other} and ${server} both lead term ${term}`,
    );
    this.leaders.set(term, server);
    const lacking = this.tree.lackedBy(told.last, term);
    this.require(
      lacking === null,
      'leader completeness',
      `server ${server} leads term ${term} and lacks the committed entry ${lacking}`,
    );
  }

  private inTerm(told: Told, server: ServerId, term: Term): void {
    this.require(
      term >= told.currentTerm,
      'terms only grow',
      `server ${server} goes back from term ${told.currentTerm} to ${term}`,
    );
    told.currentTerm = term;
  }

  private voted(server: ServerId, term: Term, candidate: ServerId): void {
    const { votes } = this.told(server);
    const other = votes.get(term) ?? candidate;
    this.require(
      other === candidate,
      'one vote a term',
      `server ${server} votes for ${other} and for ${candidate} in term ${term}`,
    );
    votes.set(term, candidate);
  }

  private appended({ server, term, firstIndex, lastIndex, terms }: EventOf<'append'>): void {
    const told = this.told(server);
    this.inTerm(told, server, term);
    const before = this.tree.upTo(told.last, firstIndex - 1);
    this.require(
      before !== null && terms.length === lastIndex - firstIndex + 1,
      'log matching',
      `server ${server} appends entries ${firstIndex} to ${lastIndex} to a log that ends at ${told.last.index}`,
    );
    this.require(
      told.role !== 'leader' || firstIndex === told.last.index + 1,
      'leader append-only',
      `leader ${server} replaces its entries from ${firstIndex} on`,
    );
    this.require(
      firstIndex > told.commitIndex,
      'leader completeness',
      `server ${server} replaces entry ${firstIndex}, though it has committed up to ${told.commitIndex}`,
    );
    told.last = terms.reduce((last: Entry, term) => this.tree.append(last, term), before!);
  }

  private installed({ server, lastIncludedIndex, lastIncludedTerm, lastIndex }: EventOf<'install'>): void {
    const told = this.told(server);
    const included = this.tree.find(lastIncludedIndex, lastIncludedTerm);
    const keepsMore = lastIndex > lastIncludedIndex;
    this.require(
      !keepsMore ||
        (this.tree.upTo(told.last, lastIncludedIndex) === included && told.last.index === lastIndex),
      'log matching',
      `server ${server} keeps entries after a snapshot of ${lastIncludedIndex} that its log did not match`,
    );
    if (!keepsMore) told.last = included;
  }

  private committed({ server, term, commitIndex }: EventOf<'commit'>): void {
    const told = this.told(server);
    this.inTerm(told, server, term);
    this.require(
      commitIndex > told.commitIndex,
      'commit index only grows',
      `server ${server} goes back from commit index ${told.commitIndex} to ${commitIndex}`,
    );
    const entry = this.tree.upTo(told.last, commitIndex);
    this.require(
      entry !== null,
      'leader completeness',
      `server ${server} commits up to ${commitIndex}, but its log ends at ${told.last.index}`,
    );
    const other = this.tree.commit(entry!, term);
    this.require(
      other === null,
      'state machine safety',
      `server ${server} commits another entry ${other?.index} than was committed before`,
    );
    told.commitIndex = commitIndex;
  }

  private applied({ server, lastApplied }: EventOf<'apply'>): void {
    const told = this.told(server);
    this.require(
      lastApplied > told.lastApplied && lastApplied <= Math.max(told.commitIndex, this.tree.committedIndex),
      'state machine safety',
      `server ${server} applies up to ${lastApplied} after ${told.lastApplied}, committed ${told.commitIndex}`,
    );
    told.lastApplied = lastApplied;
  }

  private sent(message: Message): void {
    const { type, from } = message;
    const told = this.told(from);
    this.require(
      told.running,
      'stable before revealed',
      `server ${from} sends ${type} though it has crashed`,
    );
    if (!('term' in message) || type === 'PreVote' || type === 'ReadIndex') return; // questions that promise nothing
    if (type === 'PreVoteReply' && message.voteGranted) return; // of the term to come
    if (message.term > told.spokenTerm) told.acknowledged = 0;
    told.spokenTerm = Math.max(told.spokenTerm, message.term);
    if (type === 'RequestVote') this.voted(from, message.term, from);
    if (type === 'RequestVoteReply' && message.voteGranted) this.voted(from, message.term, message.to);
    if (type === 'AppendEntriesReply' && message.success && message.term === told.spokenTerm)
      told.acknowledged = Math.max(told.acknowledged, message.matchIndex);
  }

  private told(server: ServerId): Told {
    const told = this.servers.get(server);
    if (told === undefined)
      throw new Violation('stable before revealed', `server ${server} acts before it starts`);
    return told;
  }

  private require(holds: boolean, invariant: Invariant, sentence: string): void {
    requireThat(holds, invariant, () => sentence);
  }
}

function newServer(): Told {
  return {
    ...{ running: false, currentTerm: 0, role: 'follower', last: EntryTree.root },
    ...{ commitIndex: 0, lastApplied: 0, votes: new Map(), spokenTerm: 0, acknowledged: 0 },
  };
}
