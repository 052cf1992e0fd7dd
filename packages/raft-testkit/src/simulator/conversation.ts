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
  /** End of the heartbeat interval that is being counted (ms). */
  until: number;
  /** Messages by their place in the log or in the snapshot. */
  readonly counts: Map<number, number>;
}

/** What is remembered of one server. */
interface Known {
  /** When it last received something that restarted its election timer (ms). */
  heardAt: number;
  /** Its peers' last answers to it as a leader. */
  readonly answers: Map<ServerId, { readonly term: Term; readonly at: number }>;
  /** The term of the leader that sends the snapshot whose chunks it collects. */
  incomingTerm: Term;
  readonly links: Map<ServerId, Link>;
}

/** What a server knew before a message arrived. */
interface Before {
  readonly heard: number;
  readonly isLeader: boolean;
  readonly snapshotIndex: LogIndex;
  /** For the sender of the message; 0 where it is no follower. */
  readonly nextIndex: LogIndex;
  readonly matchIndex: LogIndex;
  readonly incoming: LogIndex;
}

export class Conversation {
  private readonly schedule: Schedule;
  private readonly known: Known[] = [];
  /** The last message with entries or a chunk since a message arrived. */
  private lastSent: AppendEntries | InstallSnapshot | null = null;

  constructor(schedule: Schedule) {
    this.schedule = schedule;
  }

  started({ id, now }: SimServer): void {
    this.known[id] = { heardAt: now, answers: new Map(), incomingTerm: 0, links: new Map() };
  }

  before({ raft }: SimServer, { from }: RaftMessage): Before {
    this.lastSent = null;
    const { heard, role, log, progress, incoming } = raft;
    const { nextIndex, matchIndex } = progress.get(from) ?? { nextIndex: 0, matchIndex: 0 };
    return {
      ...{ heard, isLeader: role === 'leader', snapshotIndex: log.snapshotIndex },
      ...{ nextIndex, matchIndex, incoming: incoming?.lastIncludedIndex ?? 0 },
    };
  }

  /** A message has arrived and had its effect. */
  received({ id, raft, now }: SimServer, before: Before, message: RaftMessage): void {
    const known = this.known[id]!;
    const { type } = message;
    if (raft.heard !== before.heard) known.heardAt = now;
    if (type === 'InstallSnapshot') this.lookAtChunk(known, raft, before, message);
    if (type !== 'AppendEntriesReply' && type !== 'InstallSnapshotReply') return;
    if (!before.isLeader || raft.role !== 'leader' || message.term !== raft.currentTerm) return;
    known.answers.set(message.from, { term: message.term, at: now });
    if (type !== 'AppendEntriesReply' || message.success) return;
    this.lookAtHint(raft, before, message);
    this.lookAtRefusal(raft, before, message);
  }

  /** A server that has lost its disk refuses what it acknowledged: to answer each refusal at once would never end. */
  private lookAtRefusal({ id }: RaftState, before: Before, { from, prevLogIndex }: AppendEntriesReply): void {
    const sent = this.lastSent;
    const isSame = sent?.type === 'AppendEntries' && sent.to === from && sent.prevLogIndex === prevLogIndex;
    requireThat(
      !isSame || prevLogIndex > before.matchIndex,
      'no needless work',
      () => `leader ${id} sends again what follows entry ${prevLogIndex}, which server ${from} acknowledged and refuses`,
    );
  }

  /** A late chunk of an older snapshot must not cost a server the chunks of the newer one that it is being sent. */
  private lookAtChunk(known: Known, raft: RaftState, before: Before, { term }: InstallSnapshot): void {
    const index = raft.incoming?.lastIncludedIndex ?? 0;
    if (index === 0 || index === before.incoming) return;
    requireThat(
      index > before.incoming || term > known.incomingTerm,
      'transfers go on',
      () => `server ${raft.id} drops its chunks of snapshot ${before.incoming} for those of snapshot ${index}`,
    );
    known.incomingTerm = term;
  }

  /** A follower whose log agrees with the leader's where that begins needs entries and no snapshot. */
  private lookAtHint(raft: RaftState, before: Before, reply: AppendEntriesReply): void {
    const { snapshotIndex, nextIndex } = before;
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
    const answer = this.known[id]!.answers.get(learner);
    const isRecent = answer !== undefined && now - answer.at <= recently * this.longestTimeout(id);
    requireThat(
      matchIndex > 0 && isRecent && answer.term === raft.currentTerm,
      'promotion after an answer',
      () => `leader ${id} promotes server ${learner}, which ${answer ? 'has been silent' : 'never answered it'}`,
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
    if (message.type === 'AppendEntries') {
      if (message.entries.length > 0) this.count(message, message.prevLogIndex, now);
    } else if (message.type === 'InstallSnapshot')
      this.count(message, -(message.lastIncludedIndex * 100_000 + message.offset), now);
  }

  /** Neither refusals nor reads nor copies of answers may have a leader send the same over and over. */
  private count(message: AppendEntries | InstallSnapshot, place: number, now: number): void {
    const { type, from, to } = message;
    const counts = this.countsOf(message, now);
    const count = (counts.get(place) ?? 0) + 1;
    counts.set(place, count);
    this.lastSent = message;
    requireThat(
      count <= repeatBounds[type],
      'no needless work',
      () => `leader ${from} sends one ${type} to server ${to} ${count} times in a heartbeat interval`,
    );
  }

  private countsOf({ from, to, term }: AppendEntries | InstallSnapshot, now: number): Map<number, number> {
    const { links } = this.known[from]!;
    const link = links.get(to) ?? { term, until: 0, counts: new Map() };
    links.set(to, link);
    if (now < link.until && link.term === term) return link.counts;
    link.term = term;
    link.until = now + this.schedule.settings.heartbeatInterval;
    link.counts.clear();
    return link.counts;
  }
}
