// The invariants (Figure 3 of the Raft paper, and what §5 to §8 and the dissertation promise beside them). After every step
// the server that took it is looked at: what it was before is remembered, so that only what has changed is judged.

import type { Entry, LogIndex, Message, RaftState, Role, ServerId, Term } from '@three-ways/raft-core';
import { CanonicalLog } from './canonical-log.ts';
import type { Rules } from './rules.ts';
import type { SimServer } from './server.ts';
import { requireThat } from './violation.ts';

/** A server as it was when it was looked at last. */
interface View {
  currentTerm: Term;
  commitIndex: LogIndex;
  role: Role;
  lastIndex: LogIndex;
  snapshotIndex: LogIndex;
  /** By index. */
  readonly entries: Entry[];
}

/** What a server has promised to others: it outlives every crash. */
interface Promised {
  term: Term;
  /** In that term. */
  vote: ServerId | null;
  /** The last index acknowledged to the leader of `ackTerm`. */
  ackTerm: Term;
  acknowledged: LogIndex;
}

/** No entry of a simulation has so many bytes. */
const largestEntry = 64;

export class Checker {
  readonly log = new CanonicalLog();
  private readonly rules: Rules;
  private readonly servers: ReadonlyMap<ServerId, SimServer>;
  private readonly views: View[] = [];
  private readonly promises: Promised[] = [];
  private readonly leaders = new Map<Term, string>();

  constructor(rules: Rules, servers: ReadonlyMap<ServerId, SimServer>) {
    this.rules = rules;
    this.servers = servers;
  }

  /** A server starts, for the first time or again: what it promised and what it called stable must be there. */
  started({ id, raft }: SimServer): void {
    this.promises[id] ??= { term: 0, vote: null, ackTerm: 0, acknowledged: 0 };
    const promised = this.promises[id];
    requireThat(
      raft.currentTerm >= promised.term,
      'stable before revealed',
      () => `server ${id} starts in term ${raft.currentTerm}, but has spoken in term ${promised.term}`,
    );
    requireThat(
      raft.currentTerm > promised.term || promised.vote === null || raft.votedFor === promised.vote,
      'one vote a term',
      () => `server ${id} has forgotten its vote for ${promised.vote} in term ${promised.term}`,
    );
    const { currentTerm, commitIndex } = raft;
    const view = { currentTerm, commitIndex, role: 'follower' as const, lastIndex: 0, snapshotIndex: 0 };
    this.views[id] = { ...view, entries: [] };
    this.lookAtLog(id, raft, this.views[id], 1);
    this.lookAtPromises(id, raft);
  }

  /** A server crashes: what the rules called stable must have survived. */
  crashed({ id, raft, disk }: SimServer): void {
    const { stable, log } = raft;
    for (let index = Math.max(log.firstIndex, stable.lastIndex - 20); index <= stable.lastIndex; index++)
      requireThat(
        disk.holds(index, log.termAt(index)),
        'stable means stable',
        () => `server ${id} called its log stable up to ${stable.lastIndex}, but lost entry ${index}`,
      );
  }

  /** The rules have been told that something is stable: what they now call stable must be on the disk. */
  wrote({ id, raft, disk }: SimServer): void {
    const { stable, log } = raft;
    requireThat(
      stable.lastIndex <= log.snapshotIndex || disk.holds(stable.lastIndex, log.termAt(stable.lastIndex)),
      'stable means stable',
      () =>
        `server ${id} calls its log stable up to ${stable.lastIndex}, but its disk does not hold that entry`,
    );
  }

  /** A message leaves a server: by it the server has spoken in its term, perhaps voted, perhaps acknowledged. */
  sent(message: Message): void {
    switch (message.type) {
      case 'RequestVote':
      case 'AppendEntries':
      case 'InstallSnapshot':
        return this.promise(message.from, message.term, message.from); // who leads has voted for itself
      case 'RequestVoteReply':
        return this.promise(message.from, message.term, message.voteGranted ? message.to : null);
      case 'InstallSnapshotReply':
      case 'ReadIndexReply':
        return this.promise(message.from, message.term, null);
      case 'PreVoteReply': // one that is granted speaks of the term to come
        return message.voteGranted ? undefined : this.promise(message.from, message.term, null);
      case 'AppendEntriesReply':
        this.promise(message.from, message.term, null);
        if (message.success) this.acknowledge(message.from, message.term, message.matchIndex);
    }
  }

  private promise(server: ServerId, term: Term, vote: ServerId | null): void {
    const promised = this.promises[server]!;
    if (term > promised.term) {
      promised.term = term;
      promised.vote = vote;
    } else if (term === promised.term && vote !== null) {
      requireThat(
        promised.vote === null || promised.vote === vote,
        'one vote a term',
        () => `server ${server} votes for ${vote} in term ${term}, after its vote for ${promised.vote}`,
      );
      promised.vote = vote;
    }
  }

  private acknowledge(server: ServerId, term: Term, matchIndex: LogIndex): void {
    const promised = this.promises[server]!;
    if (term > promised.ackTerm) promised.acknowledged = 0;
    if (term < promised.ackTerm) return;
    promised.ackTerm = term;
    promised.acknowledged = Math.max(promised.acknowledged, matchIndex);
  }

  /** The server has taken a step; entries from this index on may have changed. */
  look(server: SimServer, changedFrom: LogIndex): void {
    const { id, raft } = server;
    const view = this.views[id]!;
    // Who won by its own vote alone is silent until that is stable: if it crashes, this leadership has never been.
    const isSilent = this.promises[id]!.term < raft.currentTerm && raft.stable.currentTerm < raft.currentTerm;
    if (raft.role === 'leader' && isSilent) return;
    if (raft.currentTerm !== view.currentTerm) this.lookAtTerm(id, raft, view);
    if (raft.role === 'leader') this.lookAtLeader(server, view);
    const { lastIndex } = raft.log;
    const snapshotIndex = raft.snapshot?.lastIncludedIndex ?? 0;
    if (snapshotIndex !== view.snapshotIndex) this.lookAtSnapshot(raft);
    if (lastIndex !== view.lastIndex || changedFrom <= lastIndex) this.lookAtLog(id, raft, view, changedFrom);
    if (raft.commitIndex !== view.commitIndex) this.lookAtCommit(server, view);
    this.lookAtPromises(id, raft);
    view.role = raft.role;
    view.snapshotIndex = snapshotIndex;
  }

  private lookAtTerm(id: ServerId, { currentTerm }: RaftState, view: View): void {
    requireThat(
      currentTerm > view.currentTerm,
      'terms only grow',
      () => `server ${id} goes back from term ${view.currentTerm} to ${currentTerm}`,
    );
    view.currentTerm = currentTerm;
    view.role = 'follower'; // whatever it led before was another term
  }

  private lookAtSnapshot({ snapshot }: RaftState): void {
    this.log.snapshot(snapshot!);
  }

  private lookAtLog(id: ServerId, { log, role, commitIndex }: RaftState, view: View, from: LogIndex): void {
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
      // Entries of a leader that was silent to its end have never been: after a crash it may lead the same term anew.
      if (isNew && this.leaders.has(entry.term)) this.log.holds(index, entry, prevTerm);
      view.entries[index] = entry;
      prevTerm = entry.term;
    }
    view.lastIndex = lastIndex;
  }

  private lookAtCommit(server: SimServer, view: View): void {
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
    if (isNew && commitIndex > log.snapshotIndex) this.lookAtMajority(raft, commitIndex);
  }

  /** Whatever anybody commits first must be on the disks of a majority by then. */
  private lookAtMajority(raft: RaftState, index: LogIndex): void {
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

  private lookAtLeader(server: SimServer, view: View): void {
    const { id, raft, life } = server;
    if (view.role !== 'leader') {
      const name = `server ${id}${life > 1 ? ` in its life ${life}` : ''}`;
      const other = this.leaders.get(raft.currentTerm) ?? name;
      requireThat(
        other === name,
        'election safety',
        () => `${name} leads term ${raft.currentTerm}, and so does ${other}`,
      );
      this.leaders.set(raft.currentTerm, name);
      this.lookAtNewLeader(raft);
    }
    this.lookAtBounds(raft);
  }

  /** Leader Completeness: the leader has whatever was committed in earlier terms. */
  private lookAtNewLeader({ id, log, currentTerm }: RaftState): void {
    for (let index = log.snapshotIndex + 1; index <= this.log.commitIndex; index++) {
      const committed = this.log.committed[index]!;
      requireThat(
        committed.by >= currentTerm || log.matches(index, committed.term),
        'leader completeness',
        () => `leader ${id} of term ${currentTerm} lacks entry ${index}, committed in term ${committed.by}`,
      );
    }
  }

  private lookAtBounds({ id, progress, settings, configurations }: RaftState): void {
    for (const { inFlight, bytesInFlight } of progress.values())
      requireThat(
        inFlight.length <= settings.maxMessagesInFlight &&
          bytesInFlight < settings.maxBytesInFlight + Math.max(settings.maxBytesInFlight, largestEntry),
        'bounded memory',
        () => `leader ${id} has ${inFlight.length} messages, ${bytesInFlight} bytes under way to one server`,
      );
    const before = configurations.length > 1 ? configurations.at(-2)!.index : 0;
    requireThat(
      before <= this.log.commitIndex,
      'one change at a time',
      () => `leader ${id} changes the members while the change at index ${before} is not committed`,
    );
  }

  /** What was acknowledged to the leader of a term stays for that term. */
  private lookAtPromises(id: ServerId, { currentTerm, log }: RaftState): void {
    const { ackTerm, acknowledged } = this.promises[id]!;
    requireThat(
      currentTerm !== ackTerm || log.lastIndex >= acknowledged,
      'acknowledged entries stay',
      () =>
        `server ${id} had acknowledged up to ${acknowledged} in term ${ackTerm}, and drops after ${log.lastIndex}`,
    );
  }
}
