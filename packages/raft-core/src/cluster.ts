// The contract that every runtime keeps. Tests, the bench and the reading pages know a cluster only by this. Its methods
// are asynchronous because a cluster may live in other threads or in another process (Go's does).

import type { Answer, Command } from './commands.ts';
import type { FaultRules } from './faults.ts';
import type { LogIndex, ServerId, Term } from './messages.ts';
import type { Role } from './state.ts';
import type { TraceListener } from './trace.ts';

/** What a server shows of itself. A crashed server shows what it had when it crashed, with `running` false. */
export interface Status {
  readonly id: ServerId;
  readonly running: boolean;
  readonly role: Role;
  readonly currentTerm: Term;
  readonly votedFor: ServerId | null;
  /** The leader of `currentTerm`, where known. */
  readonly leader: ServerId | null;
  readonly commitIndex: LogIndex;
  readonly lastApplied: LogIndex;
  readonly firstLogIndex: LogIndex;
  readonly lastLogIndex: LogIndex;
}

/** The proof of work of a state machine: two that applied the same commands in the same order show the same. */
export interface Digest {
  /** Hexadecimal, over every pair in the map, in the order of their ids. */
  readonly digest: string;
  /** How many commands it has applied, a leader's no-ops not counted. */
  readonly applied: number;
}

export interface ProposeOptions {
  /** The server that the client talks to; the cluster's present leader unless set. */
  readonly via?: ServerId;
  /** Ends the wait: the promise then rejects with `Aborted`. */
  readonly signal?: AbortSignal;
}

export interface ReadOptions {
  /** The server to read from; the cluster's present leader unless set. */
  readonly via?: ServerId;
  /** `stale`: what this server has applied so far, with no promise that it is the newest. */
  readonly consistency: 'stale';
}

export interface Cluster extends AsyncDisposable {
  readonly ids: readonly ServerId[];
  /** Starts every server. */
  start(): Promise<void>;
  /** Stops every server and waits until nothing of the cluster runs any more. Whatever is under way rejects with `Stopped`. */
  stop(): Promise<void>;
  /** @throws InvalidArgument on an unknown server, here and below. */
  status(id: ServerId): Promise<Status>;
  digest(id: ServerId): Promise<Digest>;
  /**
   * Resolves with the state machine's answer once the command is committed and applied. A follower passes it to the leader.
   * @throws NotLeader (not appended: may be sent again), Unavailable, Aborted, Stopped (it may still be applied).
   */
  propose(command: Command, options?: ProposeOptions): Promise<Answer>;
  /** The name stored under an id, or null. @throws Stopped if the server is not running. */
  read(id: string, options: ReadOptions): Promise<Answer>;
  /** Ends a server at once. What was not on its stable storage is lost. */
  crash(id: ServerId): Promise<void>;
  /** Starts a crashed server again on its stable storage. */
  restart(id: ServerId): Promise<void>;
  /** Lets messages pass only within each group. A server that no group names is alone. */
  partition(groups: readonly (readonly ServerId[])[]): Promise<void>;
  /** Ends the partition. The fault rules stay. */
  heal(): Promise<void>;
  /** Sets what the network does to messages from now on; whatever is not named does not happen. */
  faults(rules: FaultRules): Promise<void>;
  /** Calls the listener with every event from now on; null turns the trace off, and it then costs nothing. */
  trace(listener: TraceListener | null): Promise<void>;
}
