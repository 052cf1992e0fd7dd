// The invariants of Figure 3 of the Raft paper, of §5 to §8 and of the dissertation, checked after every step. The checker
// remembers each server's state, so that only changes are checked.

import type { Message } from '@three-ways/raft-cluster';
import type { Entry, LogIndex, RaftState, Role, ServerId, Term } from '@three-ways/raft-core';
import { CanonicalLog } from './canonical-log.ts';
import type { HostedServer } from './host.ts';
import { checkBounds, checkReads, checkTransfer } from './leader-checks.ts';
import type { Rules } from './rules.ts';
import { requireThat } from './violation.ts';

/** A server's state at its last check. */
interface View {
  currentTerm: Term;
  commitIndex: LogIndex;
  role: Role;
  lastIndex: LogIndex;
  snapshotIndex: LogIndex;
  transferee: ServerId | null;
  /** By index. */
  readonly entries: Entry[];
}

/** What a server's messages have revealed of its state: it must survive every crash. */
interface Revealed {
  term: Term;
  /** In that term. */
  vote: ServerId | null;
  /** The last index acknowledged to the leader of `ackTerm`. */
  ackTerm: Term;
  acknowledged: LogIndex;
}

export class Checker {
  readonly log = new CanonicalLog();
  private readonly rules: Rules;
  private readonly servers: ReadonlyMap<ServerId, HostedServer>;
  private readonly views: View[] = [];
  private readonly revealed: Revealed[] = [];
  private readonly leaders = new Map<Term, string>();

  constructor(rules: Rules, servers: ReadonlyMap<ServerId, HostedServer>) {
    this.rules = rules;
    this.servers = servers;
  }

  /** A server starts: what it revealed and what it called stable must have survived. */
  started({ id, raft }: HostedServer): void {
    this.revealed[id] ??= { term: 0, vote: null, ackTerm: 0, acknowledged: 0 };
    const revealed = this.revealed[id];
    requireThat(
      raft.currentTerm >= revealed.term,
      'stable before revealed',
      () => `server ${id} starts in term ${raft.currentTerm}, but has sent messages of term ${revealed.term}`,
    );
    requireThat(
      raft.currentTerm > revealed.term || revealed.vote === null || raft.votedFor === revealed.vote,
      'one vote a term',
      () => `server ${id} forgets its vote for ${revealed.vote} in term ${revealed.term}`,
    );
    const { currentTerm, commitIndex } = raft;
    const view = { currentTerm, commitIndex, role: 'follower' as const, lastIndex: 0, snapshotIndex: 0 };
    this.views[id] = { ...view, transferee: null, entries: [] };
    this.checkLog(id, raft, this.views[id], 1);
    this.checkAcknowledged(id, raft);
  }

  /** A server crashes: entries that the rules called stable must be on its disk. */
  crashed({ id, raft, disk }: HostedServer): void {
    const { stable, log } = raft;
    for (let index = Math.max(log.firstIndex, stable.lastIndex - 20); index <= stable.lastIndex; index++)
      requireThat(
        disk.holds(index, log.termAt(index)),
        'stable means stable',
        () => `server ${id} called its log stable up to ${stable.lastIndex}, but lost entry ${index}`,
      );
  }

  /** A lost disk voids what the server revealed. */
  lostDisk(id: ServerId): void {
    delete this.revealed[id];
  }

  /** `markStable` was called: entries that the rules call stable must be on the disk. */
  markedStable({ id, raft, disk }: HostedServer): void {
    const { stable, log } = raft;
    requireThat(
      stable.lastIndex <= log.snapshotIndex || disk.holds(stable.lastIndex, log.termAt(stable.lastIndex)),
      'stable means stable',
      () =>
        `server ${id} calls its log stable up to ${stable.lastIndex}, but its disk does not hold that entry`,
    );
  }

  /** A message is sent: it reveals its sender's term, perhaps a vote or an acknowledgement. */
  sent(message: Message): void {
    switch (message.type) {
      case 'RequestVote':
      case 'AppendEntries':
      case 'InstallSnapshot':
        return this.reveal(message.from, message.term, message.from); // a leader has voted for itself
      case 'RequestVoteReply':
        return this.reveal(message.from, message.term, message.voteGranted ? message.to : null);
      case 'InstallSnapshotReply':
      case 'ReadIndexReply':
        return this.reveal(message.from, message.term, null);
      case 'PreVoteReply': // a granted one bears the next term
        return message.voteGranted ? undefined : this.reveal(message.from, message.term, null);
      case 'AppendEntriesReply':
        this.reveal(message.from, message.term, null);
        if (message.success) this.acknowledge(message.from, message.term, message.matchIndex);
    }
  }

  private reveal(server: ServerId, term: Term, vote: ServerId | null): void {
    const revealed = this.revealed[server]!;
    if (term > revealed.term) {
      revealed.term = term;
      revealed.vote = vote;
    } else if (term === revealed.term && vote !== null) {
      requireThat(
        revealed.vote === null || revealed.vote === vote,
        'one vote a term',
        () => `server ${server} votes for ${vote} in term ${term}, after its vote for ${revealed.vote}`,
      );
      revealed.vote = vote;
    }
  }

  private acknowledge(server: ServerId, term: Term, matchIndex: LogIndex): void {
    const revealed = this.revealed[server]!;
    if (term > revealed.ackTerm) revealed.acknowledged = 0;
    if (term < revealed.ackTerm) return;
    revealed.ackTerm = term;
    revealed.acknowledged = Math.max(revealed.acknowledged, matchIndex);
  }

  /** Checks a server after a step that may have changed entries from `changedFrom` on. */
  check(server: HostedServer, changedFrom: LogIndex): void {
    const { id, raft } = server;
    const view = this.views[id]!;
    // A sole-vote leader sends nothing until its vote is durable: a crash before that undoes the leadership.
    const isSilent = this.revealed[id]!.term < raft.currentTerm && raft.stable.currentTerm < raft.currentTerm;
    if (raft.role === 'leader' && isSilent) return;
    if (raft.currentTerm !== view.currentTerm) this.checkTerm(id, raft, view);
    if (raft.role === 'leader') this.checkLeader(server, view);
    const { lastIndex } = raft.log;
    const snapshotIndex = raft.snapshot?.lastIncludedIndex ?? 0;
    if (snapshotIndex !== view.snapshotIndex) this.checkSnapshot(raft);
    if (lastIndex !== view.lastIndex || changedFrom <= lastIndex) this.checkLog(id, raft, view, changedFrom);
    if (raft.commitIndex !== view.commitIndex) this.checkCommit(server, view);
    this.checkAcknowledged(id, raft);
    view.role = raft.role;
    view.snapshotIndex = snapshotIndex;
  }

  private checkTerm(id: ServerId, { currentTerm }: RaftState, view: View): void {
    requireThat(
      currentTerm > view.currentTerm,
      'terms only grow',
      () => `server ${id} goes back from term ${view.currentTerm} to ${currentTerm}`,
    );
    view.currentTerm = currentTerm;
    view.role = 'follower'; // an earlier leadership was in another term
  }

  private checkSnapshot({ snapshot }: RaftState): void {
    this.log.checkSnapshot(snapshot!);
  }

  private checkLog(id: ServerId, { log, role, commitIndex }: RaftState, view: View, from: LogIndex): void {
    const { lastIndex, snapshotIndex } = log;
    const wasLeading = view.role === 'leader' && role === 'leader';
    requireThat(
      !wasLeading || lastIndex >= view.lastIndex,
      'leader append-only',
      () => `leader ${id} drops entries after ${lastIndex}`,
    );
    requireThat(
      lastIndex >= commitIndex,
      'leader completeness',
      () => `server ${id} drops committed entries after ${lastIndex}`,
    );
    const first = Math.max(Math.min(from, view.lastIndex + 1), snapshotIndex + 1);
    let prevTerm = first <= lastIndex ? log.termAt(first - 1) : 0;
    for (const [i, entry] of log.slice(first, lastIndex).entries()) {
      const index = first + i;
      const isNew = index > view.lastIndex || view.entries[index] !== entry;
      requireThat(
        !isNew || !wasLeading || index > view.lastIndex,
        'leader append-only',
        () => `leader ${id} replaces entry ${index}`,
      );
      // A leader that never sent anything may, after a crash, lead the same term again with other entries.
      if (isNew && this.leaders.has(entry.term)) this.log.add(index, entry, prevTerm);
      view.entries[index] = entry;
      prevTerm = entry.term;
    }
    view.lastIndex = lastIndex;
  }

  private checkCommit(server: HostedServer, view: View): void {
    const { id, raft } = server;
    const { commitIndex, log } = raft;
    requireThat(
      commitIndex > view.commitIndex,
      'commit index only grows',
      () => `server ${id} goes back from commit index ${view.commitIndex} to ${commitIndex}`,
    );
    requireThat(
      commitIndex <= log.lastIndex,
      'leader completeness',
      () => `server ${id} commits up to ${commitIndex}, but its log ends at ${log.lastIndex}`,
    );
    const isNew = commitIndex > this.log.commitIndex;
    const first = Math.max(view.commitIndex, log.snapshotIndex) + 1;
    for (let index = first; index <= commitIndex; index++)
      this.log.commit(index, view.entries[index]!, raft.currentTerm);
    view.commitIndex = commitIndex;
    if (isNew && commitIndex > log.snapshotIndex) this.checkMajority(raft, commitIndex);
  }

  /** The first commit of an entry requires it on the disks of a majority. */
  private checkMajority(raft: RaftState, index: LogIndex): void {
    const { voters } = this.rules.configurationOf(raft);
    const term = raft.log.termAt(index);
    let copies = 0;
    for (const id of voters) if (this.servers.get(id)!.disk.holds(index, term)) copies += 1;
    requireThat(
      copies > voters.length / 2,
      'committed on a majority',
      () =>
        `server ${raft.id} commits entry ${index}, which ${copies} of ${voters.length} voters have stable`,
    );
  }

  private checkLeader(server: HostedServer, view: View): void {
    const { id, raft, incarnation } = server;
    if (view.role !== 'leader') {
      const name = `server ${id}${incarnation > 1 ? ` (incarnation ${incarnation})` : ''}`;
      const other = this.leaders.get(raft.currentTerm) ?? name;
      requireThat(
        other === name,
        'election safety',
        () => `${name} leads term ${raft.currentTerm}, and so does ${other}`,
      );
      this.leaders.set(raft.currentTerm, name);
      this.checkNewLeader(raft);
    }
    checkBounds(raft, this.log.commitIndex);
    checkReads(raft);
    if (view.role === 'leader') checkTransfer(raft, view.transferee, view.lastIndex);
    view.transferee = raft.transferee;
  }

  /** Leader Completeness: a leader has all entries committed in earlier terms. */
  private checkNewLeader({ id, log, currentTerm }: RaftState): void {
    for (let index = log.snapshotIndex + 1; index <= this.log.commitIndex; index++) {
      const committed = this.log.committed[index]!;
      requireThat(
        committed.by >= currentTerm || log.matches(index, committed.term),
        'leader completeness',
        () => `leader ${id} of term ${currentTerm} lacks entry ${index}, committed in term ${committed.by}`,
      );
    }
  }

  /** Entries acknowledged to the leader of a term stay in the log during that term. */
  private checkAcknowledged(id: ServerId, { currentTerm, log }: RaftState): void {
    const { ackTerm, acknowledged } = this.revealed[id]!;
    requireThat(
      currentTerm !== ackTerm || log.lastIndex >= acknowledged,
      'acknowledged entries stay',
      () =>
        `server ${id} had acknowledged up to ${acknowledged} in term ${ackTerm}, and drops after ${log.lastIndex}`,
    );
  }
}
