// The interface of a cluster, implemented by every runtime; tests and the bench use nothing else. Its methods are asynchronous
// because a cluster may live in other threads or in another process (Go's).
//
// Arguments are checked and copied at the call (arguments.ts), so later changes by the caller have no effect. A wrong type, a
// value out of range, null or an unknown field is refused with InvalidArgument, which names the field and the value, and
// changes nothing. Optional values may be undefined. Errors are rejections: no method throws at the call.

import type {
  Answer,
  ClientCommand,
  ConfigurationChange,
  ServerId,
  SessionMark,
} from '@three-ways/raft-core';
import type { Digest } from '@three-ways/raft-kv';
import type { FaultRules } from './faults.ts';
import type { Status } from './status.ts';
import type { TraceListener } from './trace.ts';

export interface RequestOptions {
  /** The server to ask: an integer from 1. Default: the current leader. */
  readonly via?: ServerId;
  /** Aborts the call: the promise rejects with `Aborted`. */
  readonly signal?: AbortSignal;
}

export interface ProposeOptions extends RequestOptions {
  /**
   * Has a `set` or `delete` applied at most once, even if it is retried (dissertation §6.3). Without it a command may be applied
   * again when its client retries it or the network duplicates it. Session and sequence are integers from 1 to 2^53 - 1. Not
   * allowed with `register`.
   */
  readonly session?: SessionMark;
}

export interface ReadOptions extends RequestOptions {
  /**
   * `linearizable`: sees every write answered before the read began, by any server (ReadIndex, dissertation §6.4). `stale`: the
   * state that this server has applied, at once; it may be outdated.
   */
  readonly consistency: 'linearizable' | 'stale';
}

/**
 * A cluster is made, started once and stopped once.
 *
 * A refusal is judged in this order, and nothing has changed then: `InvalidArgument` (types, ranges, a server that there is not,
 * also as `via`); `Aborted` (the signal had fired); `Stopped` (the cluster does not run, or the server that is asked); then what
 * the call itself may be refused for.
 *
 * | call | before the start | twice, or while another is under way | after the stop |
 * |---|---|---|---|
 * | start | starts every server | resolves with the first; a crashed server stays crashed | Stopped |
 * | stop | ends the cluster: it cannot be started then | all resolve when nothing runs any more; a start under way resolves or is Stopped | resolves |
 * | launch, crash, restart | Stopped | one after another, in the order of the calls; to crash a crashed server, or restart a running one, does nothing | Stopped |
 * | block | Stopped | one after another | Stopped, as is what was under way |
 * | partition, heal, faults | hold from the start | the last one holds | Stopped |
 * | trace | events from the start | the last listener gets them | Stopped; null resolves |
 * | status, digest | Stopped | | Stopped |
 * | propose, read, transfer, change | Stopped | | Stopped, as is what was under way |
 *
 * Raft promises nothing for a server that comes back with its id but without its stable storage: it may vote twice in one
 * term, and what it had acknowledged is gone. Such a server is removed by `change`, and then added again.
 */
export interface Cluster extends AsyncDisposable {
  /** Ids of all servers ever started, members or not. */
  readonly ids: readonly ServerId[];
  /** Starts every server. @throws Stopped */
  start(): Promise<void>;
  /** Stops every server, and resolves when nothing of the cluster runs any more. What is under way rejects with `Stopped`. */
  stop(): Promise<void>;
  /** Of a crashed server, what it knew last. @throws InvalidArgument on an unknown server, here and below; Stopped */
  status(id: ServerId): Promise<Status>;
  /** @throws Stopped of a crashed server, too: its state machine died with it */
  digest(id: ServerId): Promise<Digest>;
  /**
   * Resolves with the state machine's answer once the command is committed and applied. A follower passes it to the leader.
   * Id and name are well-formed text, empty too, of at most `maxCommandBytes` (1 MiB of UTF-8) together.
   * @throws InvalidArgument, NotLeader, Overloaded (not appended: may be sent again), SessionExpired (not applied),
   * SequenceTooOld (it may have been applied before, its answer is kept no more: not to be sent again), Unavailable, Aborted,
   * Stopped (it may still be applied).
   */
  propose(command: ClientCommand, options?: ProposeOptions): Promise<Answer>;
  /**
   * The name stored under an id, or null. For a linearizable read a follower asks the leader for an index, and answers from
   * its own state. The id is well-formed text of at most `maxCommandBytes`.
   * @throws InvalidArgument, NotLeader, Unavailable, Aborted, Stopped. None does harm: a read may be sent again.
   */
  read(id: string, options: ReadOptions): Promise<Answer>;
  /**
   * Has the present leader hand its leadership to this server, and resolves when it leads (dissertation §3.10).
   * @throws TransferRefused, NotLeader, Unavailable (not within an election timeout: the leader goes on), Aborted, Stopped
   */
  transfer(to: ServerId, options?: Pick<RequestOptions, 'signal'>): Promise<void>;
  /**
   * Has the present leader change the configuration by one server, and resolves when that is committed (dissertation,
   * chapter 4). A server that is to be added is launched first.
   * @throws ChangeRefused (may be asked again), NotLeader, Unavailable, Aborted, Stopped (it may still come about)
   */
  change(change: ConfigurationChange, options?: Pick<RequestOptions, 'signal'>): Promise<void>;
  /**
   * Starts one more server, with the next free id and an empty log. It is not a member until it is added. If it ends before it
   * runs, its id stays taken, and it can be restarted.
   * @throws Stopped; InvalidArgument if the runtime has no room for another server: threads allow eight launches
   */
  launch(): Promise<ServerId>;
  /** Ends a server at once. State that is not on stable storage is lost, and pending requests to it reject with `Stopped`. */
  crash(id: ServerId): Promise<void>;
  /** Starts a crashed server again on its stable storage. */
  restart(id: ServerId): Promise<void>;
  /**
   * Keeps a server's state machine busy for `ms`, from 0 to 60,000, as applying a slow command would; resolves at the end of it.
   * It takes real time, in virtual time too. What else waits is a property of the runtime: on an event loop every server and the caller, a
   * thread's server as a whole, and in Go what is to be applied and the stale reads of that server.
   * @throws InvalidArgument, Stopped (the server is crashed, or crashes meanwhile)
   */
  block(id: ServerId, ms: number): Promise<void>;
  /** Partitions the network into groups. A server in no group is isolated; none may be listed twice. */
  partition(groups: readonly (readonly ServerId[])[]): Promise<void>;
  /** Ends the partition. The fault rules stay in force. */
  heal(): Promise<void>;
  /** Replaces the fault rules of the network; rules not named are 0. */
  faults(rules: FaultRules): Promise<void>;
  /**
   * Calls the listener, a function, with every event from now on; null turns the trace off, and it then costs nothing: it
   * resolves when the listener has received all earlier events. The listener is called after the step of the rules that
   * emitted the event, one event at a time, in order. It may call any method of the cluster, this one too: a listener that is
   * ended or replaced from inside an event gets no more. One that throws, or returns a promise that rejects, ends its trace; the
   * error is printed on standard error, and the cluster goes on.
   */
  trace(listener: TraceListener | null): Promise<void>;
}
