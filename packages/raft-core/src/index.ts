// The rules of Raft, and the contract of a cluster. Reading order: messages, commands, log, state, roles, election, proposal,
// replication, sending, commitment, durability; then snapshot, membership, reads, transfer, sessions, arguments.

export {
  clientCommand,
  configurationChange,
  maxCommandBytes,
  partitionGroups,
  proposeOptions,
  readOptions,
  requestOptions,
  requireKey,
  requireListener,
  requireServer,
} from './arguments.ts';
export { refuse, requireFields, requireFlag, requireInteger } from './checks.ts';
export { isWellFormed } from './client-messages.ts';
export type { Cluster, ProposeOptions, ReadOptions, RequestOptions } from './cluster.ts';
export { Aborted, SequenceTooOld, SessionExpired, Stopped, Unavailable } from './cluster-errors.ts';
export type { ClientReply, ClientRequest, Message } from './cluster-messages.ts';
export {
  type Answer,
  type ClientCommand,
  type Command,
  type Entry,
  type SessionMark,
  sizeOf,
} from './commands.ts';
export { committedEntries, markApplied } from './commitment.ts';
export { type Configuration, type ConfigurationChange, isMember, isVoter } from './configuration.ts';
export { markStable, mustBeStableBefore, type Unstable, unstableState } from './durability.ts';
export { checkQuorum, leaderIsSilent, startElection, voteRequestTo } from './election.ts';
export {
  ChangeRefused,
  InvalidArgument,
  MalformedMessage,
  NotLeader,
  Overloaded,
  RaftError,
  TransferRefused,
} from './errors.ts';
export type { RuleEvent } from './events.ts';
export { Expiry, type Overdue } from './expiry.ts';
export { errorOf, errorOfRefusal, type Failure, failureOf } from './failures.ts';
export { type FaultRules, fateOf, faultRules, Partition, reorderWindow } from './faults.ts';
export type { LogIndex, Role, ServerId, Term } from './ids.ts';
export { LifeCycle } from './life-cycle.ts';
export { Listening } from './listening.ts';
export { Log, type Snapshot } from './log.ts';
export { proposeChange } from './membership-change.ts';
export type * from './messages.ts';
export type { Progress } from './progress.ts';
export { propose } from './proposal.ts';
export { seededRandom } from './random.ts';
export { abandonRead, confirmedReads, readIndexFrom, readReply, startRead } from './reads.ts';
export { receive } from './receive.ts';
export { heartbeatTo, nextMessageTo, roundTo } from './sending.ts';
export type { Refusal } from './sessions.ts';
export { randomElectionTimeout, type Settings, settings } from './settings.ts';
export { compact, snapshotToRestore, wantsSnapshot } from './snapshot.ts';
export {
  configurationOf,
  isStanding,
  majority,
  mayStand,
  newRaft,
  type PendingRead,
  peersOf,
  type RaftState,
  type StableState,
} from './state.ts';
export { type Digest, StateMachine } from './state-machine.ts';
export { type Status, statusOf } from './status.ts';
export { MemoryStorage, type Storage } from './storage.ts';
export type { RuntimeEvent, TraceEvent, TraceListener } from './trace.ts';
export { abandonTransfer, startTransfer } from './transfer.ts';
