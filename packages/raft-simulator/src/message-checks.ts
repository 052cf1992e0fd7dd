// Checks of the messages between servers: what a leader may conclude from replies, how long a server may follow a silent
// leader, and how often a leader may repeat a message.

import type { Message } from '@three-ways/raft-cluster';
import type {
  AppendEntries,
  AppendEntriesReply,
  InstallSnapshot,
  LogIndex,
  RaftMessage,
  RaftState,
  ServerId,
  Term,
} from '@three-ways/raft-core';
import type { HostedServer } from './host.ts';
import type { Schedule } from './schedule.ts';
import { requireThat } from './violation.ts';

/**
 * Maximum messages with the same entries, or the same chunk, to one server within one heartbeat interval. Entries are sent
 * again for each message in flight that is refused because others overtook it.
 */
const repeatBounds = { AppendEntries: 40, InstallSnapshot: 8 } as const;

/** Maximum age of a learner's last reply at its promotion, in the longest election timeouts. */
const maxReplyAge = 2;

/** Maximum time until a silent leader is forgotten, in the longest election timeouts. */
const maxSilence = 2;

/** What one server has recently sent to another. */
interface Link {
  term: Term;
  /** Highest prevLogIndex of entries sent in this term. */
  highest: LogIndex;
  /** End of the heartbeat interval in which repeats are counted (ms). */
  until: number;
  /** Repeats by place in the log or the snapshot. */
  readonly counts: Map<number, number>;
}

/** What one server has received and sent. */
interface ServerHistory {
  /** Time of the last message that restarted the election timer (ms). */
  heardAt: number;
  /** By peer: time (ms) and term of its last reply to this leader. */
  readonly answeredAt: number[];
  readonly answeredIn: Term[];
  /** Term of the leader that sends the incoming snapshot. */
  incomingTerm: Term;
  /** By peer. */
  readonly links: Link[];
}

/** A server's state before a message. */
interface StateBefore {
  heard: number;
  isLeader: boolean;
  snapshotIndex: LogIndex;
  /** Of the message's sender; 0 if it is not a follower. */
  nextIndex: LogIndex;
  matchIndex: LogIndex;
  incoming: LogIndex;
}

export class MessageChecker {
  private readonly schedule: Schedule;
  private readonly known: ServerHistory[] = [];
  /** Reused: messages arrive one at a time. */
  private readonly before: StateBefore = {
    ...{ heard: 0, isLeader: false, snapshotIndex: 0, nextIndex: 0, matchIndex: 0, incoming: 0 },
  };
  /** Last message with entries or a chunk sent since a message arrived. */
  private lastSent: AppendEntries | InstallSnapshot | null = null;

  constructor(schedule: Schedule) {
    this.schedule = schedule;
  }

  started({ id, now }: HostedServer): void {
    this.known[id] = { heardAt: now, answeredAt: [], answeredIn: [], incomingTerm: 0, links: [] };
  }

  /** Called before a server handles a message. */
  beforeReceive({ raft }: HostedServer, { from }: RaftMessage): void {
    const { before } = this;
    const follower = raft.progress.get(from);
    this.lastSent = null;
    before.heard = raft.heard;
    before.isLeader = raft.role === 'leader';
    before.snapshotIndex = raft.log.snapshotIndex;
    before.nextIndex = follower?.nextIndex ?? 0;
    before.matchIndex = follower?.matchIndex ?? 0;
    before.incoming = raft.incoming?.lastIncludedIndex ?? 0;
  }

  /** Called after a server has handled a message. */
  received({ id, raft, now }: HostedServer, message: RaftMessage): void {
    const known = this.known[id]!;
    const { before } = this;
    const { type } = message;
    if (raft.heard !== before.heard) known.heardAt = now;
    if (type === 'InstallSnapshot') this.checkChunk(known, raft, message);
    if (type !== 'AppendEntriesReply' && type !== 'InstallSnapshotReply') return;
    if (!before.isLeader || raft.role !== 'leader' || message.term !== raft.currentTerm) return;
    known.answeredAt[message.from] = now;
    known.answeredIn[message.from] = message.term;
    if (type !== 'AppendEntriesReply' || message.success) return;
    this.checkHint(raft, message);
    this.checkRefusal(raft, message);
  }

  /** A server that lost its disk refuses what it acknowledged: replying to each refusal at once would never end. */
  private checkRefusal({ id }: RaftState, { from, prevLogIndex }: AppendEntriesReply): void {
    const sent = this.lastSent;
    const isSame = sent?.type === 'AppendEntries' && sent.to === from && sent.prevLogIndex === prevLogIndex;
    requireThat(
      !isSame || prevLogIndex > this.before.matchIndex,
      'no needless work',
      () =>
        `leader ${id} resends what follows entry ${prevLogIndex}, which server ${from} had acknowledged and now refuses`,
    );
  }

  /** A late chunk of an older snapshot must not discard chunks of a newer one. */
  private checkChunk(known: ServerHistory, raft: RaftState, { term }: InstallSnapshot): void {
    const { before } = this;
    const index = raft.incoming?.lastIncludedIndex ?? 0;
    if (index === 0 || index === before.incoming) return;
    requireThat(
      index > before.incoming || term > known.incomingTerm,
      'snapshot transfers progress',
      () =>
        `server ${raft.id} drops its chunks of snapshot ${before.incoming} for those of snapshot ${index}`,
    );
    known.incomingTerm = term;
  }

  /** A follower whose log matches where the leader's log begins needs entries, not a snapshot. */
  private checkHint(raft: RaftState, reply: AppendEntriesReply): void {
    const { snapshotIndex, nextIndex } = this.before;
    if (nextIndex <= snapshotIndex || reply.prevLogIndex <= snapshotIndex) return;
    if (reply.conflictTerm === 0 || reply.conflictIndex > snapshotIndex) return;
    if (raft.log.snapshotIndex !== snapshotIndex || raft.log.snapshotTerm !== reply.conflictTerm) return;
    requireThat(
      raft.progress.get(reply.from)!.nextIndex > snapshotIndex,
      'no needless work',
      () => `leader ${raft.id} sends snapshot ${snapshotIndex} to server ${reply.from}, which has that entry`,
    );
  }

  /** A promotion was accepted: the learner must have replied to this leader recently (dissertation §4.2.1). */
  promoted({ id, raft, now }: HostedServer, learner: ServerId, matchIndex: LogIndex): void {
    const { answeredAt, answeredIn } = this.known[id]!;
    const at = answeredIn[learner] === raft.currentTerm ? answeredAt[learner]! : null;
    requireThat(
      matchIndex > 0 && at !== null && now - at <= maxReplyAge * this.longestTimeout(id),
      'promotion after an answer',
      () =>
        `leader ${id} promotes server ${learner}, which ${at ? `has been silent since ${at} ms` : 'never replied to it'}`,
    );
  }

  /** Called after each step: a server must not go on forwarding clients to a silent leader. */
  check({ id, raft, now }: HostedServer): void {
    if (raft.leader === null || raft.role === 'leader') return;
    requireThat(
      now - this.known[id]!.heardAt <= maxSilence * this.longestTimeout(id) + 1,
      'silent leaders are forgotten',
      () => `server ${id} still follows server ${raft.leader}, silent since ${this.known[id]!.heardAt} ms`,
    );
  }

  private longestTimeout(id: ServerId): number {
    const { settings, clockRates } = this.schedule;
    return settings.electionTimeout[1] * clockRates[id - 1]!;
  }

  sent(message: Message, now: number): void {
    const { type, from, to } = message;
    if (type !== 'InstallSnapshot' && (type !== 'AppendEntries' || message.entries.length === 0)) return;
    this.lastSent = message;
    const { links } = this.known[from]!;
    links[to] ??= { term: 0, highest: -1, until: 0, counts: new Map() };
    const link = links[to];
    if (link.term !== message.term) Object.assign(link, { term: message.term, highest: -1, until: 0 });
    if (type === 'AppendEntries') {
      if (message.prevLogIndex <= link.highest) this.repeated(link, message, message.prevLogIndex, now);
      link.highest = Math.max(link.highest, message.prevLogIndex);
    } else this.repeated(link, message, -(message.lastIncludedIndex * 100_000 + message.offset), now);
  }

  /** Refusals, reads and duplicate replies must not make a leader send the same message over and over. */
  private repeated(link: Link, message: AppendEntries | InstallSnapshot, place: number, now: number): void {
    const { type, from, to } = message;
    if (now >= link.until) link.counts.clear();
    if (now >= link.until) link.until = now + this.schedule.settings.heartbeatInterval;
    const count = (link.counts.get(place) ?? 0) + 1;
    link.counts.set(place, count);
    requireThat(
      count <= repeatBounds[type],
      'no needless work',
      () => `leader ${from} sends one ${type} to server ${to} ${count} times in a heartbeat interval`,
    );
  }
}
