// Expiry of requests that will never be answered: a request or its answer may be lost while the leader stays, and a leader
// without checkQuorum may stay without a majority. Each server inspects its pending requests once per election timeout.

import type { LogIndex, Term } from './ids.ts';
import { abandonReads } from './reads.ts';
import type { RaftState } from './state.ts';

/** The state at one inspection. */
interface Look {
  readonly currentTerm: Term;
  /** The number of the server's newest request or read. */
  readonly request: number;
  readonly lastIndex: LogIndex;
  readonly round: number;
  /** commitIndex, lastApplied and the bytes received of a snapshot. */
  readonly progress: string;
}

/** Pending requests to end as Unavailable: those up to and including these numbers; 0 for none. */
export interface Overdue {
  /** Proposals, by index: nothing is committed. */
  readonly proposal: LogIndex;
  /** Commands passed to the leader: the request or its answer is lost, or nothing is committed. */
  readonly request: number;
  /** Reads that have no index yet: the leader is out of reach, or a majority is. */
  readonly read: number;
  /** Reads that know their index: nothing is applied. */
  readonly unapplied: number;
}

export class Expiry {
  private readonly looks: Look[] = [];

  /**
   * To be called once every electionTimeout[1] ms. Only what was pending at the last call but one can be overdue.
   * @param request the number of the server's newest request or read; they rise
   */
  look(raft: RaftState, request: number): Overdue {
    const now = lookAt(raft, request);
    const before = this.looks.at(-2) ?? nothing;
    const isStalled = this.looks.at(-1)?.progress === now.progress;
    const isSameTerm = before.currentTerm === now.currentTerm;
    if (isSameTerm) abandonReads(raft, before.round);
    const settled = this.settle(raft, isStalled);
    this.looks.push(now);
    return {
      proposal: isStalled && isSameTerm ? before.lastIndex : 0,
      request: settled.request,
      read: before.request,
      unapplied: isStalled ? before.request : 0,
    };
  }

  /**
   * A command reaches the leader's log within an election timeout, and this server's soon after. Once everything in the log
   * at the next inspection is applied, its answer is lost; it may take longer only while there is progress.
   */
  private settle({ lastApplied }: RaftState, isStalled: boolean): Look {
    let settled = nothing;
    while (this.looks.length > 1 && (isStalled || lastApplied >= this.looks[1]!.lastIndex))
      settled = this.looks.shift()!;
    return settled;
  }
}

function lookAt(raft: RaftState, request: number): Look {
  const { currentTerm, log, round, commitIndex, lastApplied, incoming } = raft;
  const progress = `${commitIndex}, ${lastApplied}, ${incoming?.offset ?? 0}`;
  return { currentTerm, request, lastIndex: log.lastIndex, round, progress };
}

const nothing: Look = { currentTerm: 0, request: 0, lastIndex: 0, round: 0, progress: '' };
