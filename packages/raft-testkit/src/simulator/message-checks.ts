// What passes between servers, judged: what a leader may conclude from answers, how long a server may follow a leader that
// is silent, and how often a leader may repeat itself.

import type {
  AppendEntries,
  AppendEntriesReply,
  InstallSnapshot,
  LogIndex,
  Message,
  RaftMessage,
  RaftState,
  ServerId,
  Term,
} from '@three-ways/raft-core';
import type { Schedule } from './schedule.ts';
import type { SimServer } from './server.ts';
import { requireThat } from './violation.ts';

/**
 * Messages with the same entries, or the same chunk, to one server within one heartbeat interval: at most so many. Entries
 * are sent again for each message under way that is refused because others overtook it.
 */
const repeatBounds = { AppendEntries: 40, InstallSnapshot: 8 } as const;

/** Age of a learner's last answer at its promotion, in the longest election timeouts: at most so much. */
const recently = 2;

/** Time until a silent leader is forgotten, in the longest election timeouts: at most so much. */
const forgetful = 2;

/** What one server has sent to another lately. */
interface Link {
  term: Term;
  /** The highest prevLogIndex that entries were sent with in this term. */
  highest: LogIndex;
  /** End of the heartbeat interval that is being counted (ms). */
  until: number;
  /** Repeated messages by their place in the log or in the snapshot. */
  readonly counts: Map<number, number>;
}

/** What is remembered of one server. */
interface Known {
  /** When it last received something that restarted its election timer (ms). */
  heardAt: number;
  /** By peer: when it last answered this server as a leader (ms), and in which term. */
  readonly answeredAt: number[];
  readonly answeredIn: Term[];
  /** The term of the leader that sends the snapshot whose chunks it collects. */
  incomingTerm: Term;
  /** By peer. */
  readonly links: Link[];
}

/** What a server knew before a message arrived. */
interface Before {
  heard: number;
  isLeader: boolean;
  snapshotIndex: LogIndex;
  /** For the sender of the message; 0 where it is no follower. */
  nextIndex: LogIndex;
  matchIndex: LogIndex;
  incoming: LogIndex;
}

export class Conversation {
  private readonly schedule: Schedule;
  private readonly known: Known[] = [];
  /** One for all messages: they arrive one at a time. */
  private readonly before: Before = {
    ...{ heard: 0, isLeader: false, snapshotIndex: 0, nextIndex: 0, matchIndex: 0, incoming: 0 },
  };
  /** The last message with entries or a chunk since a message arrived. */
  private lastSent: AppendEntries | InstallSnapshot | null = null;

  constructor(schedule: Schedule) {
    this.schedule = schedule;
  }

  started({ id, now }: SimServer): void {
    this.known[id] = { heardAt: now, answeredAt: [], answeredIn: [], incomingTerm: 0, links: [] };
  }

  /** A message is about to arrive. */
  arrives({ raft }: SimServer, { from }: RaftMessage): void {
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

  /** A message has arrived and had its effect. */
  received({ id, raft, now }: SimServer, message: RaftMessage): void {
    const known = this.known[id]!;
    const { before } = this;
    const { type } = message;
    if (raft.heard !== before.heard) known.heardAt = now;
    if (type === 'InstallSnapshot') this.lookAtChunk(known, raft, message);
    if (type !== 'AppendEntriesReply' && type !== 'InstallSnapshotReply') return;
    if (!before.isLeader || raft.role !== 'leader' || message.term !== raft.currentTerm) return;
    known.answeredAt[message.from] = now;
    known.answeredIn[message.from] = message.term;
    if (type !== 'AppendEntriesReply' || message.success) return;
    this.lookAtHint(raft, message);
    this.lookAtRefusal(raft, message);
  }

  /** A server that has lost its disk refuses what it acknowledged: to answer each refusal at once would never end. */
  private lookAtRefusal({ id }: RaftState, { from, prevLogIndex }: AppendEntriesReply): void {
    const sent = this.lastSent;
    const isSame = sent?.type === 'AppendEntries' && sent.to === from && sent.prevLogIndex === prevLogIndex;
    requireThat(
      !isSame || prevLogIndex > this.before.matchIndex,
      'no needless work',
      () =>
        `leader ${id} sends again what follows entry ${prevLogIndex}, which server ${from} acknowledged and refuses`,
    );
  }

  /** A late chunk of an older snapshot must not cost a server the chunks of the newer one that it is being sent. */
  private lookAtChunk(known: Known, raft: RaftState, { term }: InstallSnapshot): void {
    const { before } = this;
    const index = raft.incoming?.lastIncludedIndex ?? 0;
    if (index === 0 || index === before.incoming) return;
    requireThat(
      index > before.incoming || term > known.incomingTerm,
      'transfers go on',
      () =>
        `server ${raft.id} drops its chunks of snapshot ${before.incoming} for those of snapshot ${index}`,
    );
    known.incomingTerm = term;
  }

  /** A follower whose log agrees with the leader's where that begins needs entries and no snapshot. */
  private lookAtHint(raft: RaftState, reply: AppendEntriesReply): void {
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

  /** A promotion is accepted: the learner must have answered this leader, and lately (dissertation §4.2.1). */
  promoted({ id, raft, now }: SimServer, learner: ServerId, matchIndex: LogIndex): void {
    const { answeredAt, answeredIn } = this.known[id]!;
    const at = answeredIn[learner] === raft.currentTerm ? answeredAt[learner]! : null;
    requireThat(
      matchIndex > 0 && at !== null && now - at <= recently * this.longestTimeout(id),
      'promotion after an answer',
      () =>
        `leader ${id} promotes server ${learner}, which ${at ? `is silent since ${at} ms` : 'never answered it'}`,
    );
  }

  /** A server has taken a step: one that hears nobody must not send its clients to the leader that it once had. */
  look({ id, raft, now }: SimServer): void {
    if (raft.leader === null || raft.role === 'leader') return;
    requireThat(
      now - this.known[id]!.heardAt <= forgetful * this.longestTimeout(id) + 1,
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

  /** Neither refusals nor reads nor copies of answers may have a leader send the same over and over. */
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
