// The rules of Raft. Read the files in this order: ids, messages, commands, log, state, roles, election, proposal, replication,
// sending, commitment, durability; then, as far as you like, snapshot, membership, reads, transfer, expiry.

export {
  refuse,
  requireBetween,
  requireFields,
  requireFlag,
  requireInteger,
  requireObject,
  requireText,
  show,
} from './checks.ts';
export type {
  Answer,
  ClientCommand,
  Command,
  Entry,
  SessionMark,
} from './commands.ts';
export { committedEntries, markApplied } from './commitment.ts';
export { type Configuration, type ConfigurationChange, isMember, isVoter } from './configuration.ts';
export { markStable, mustBeStableBefore, type Unstable, unstableState } from './durability.ts';
export {
  checkQuorum,
  leaderIsSilent,
  randomElectionTimeout,
  startElection,
  voteRequestTo,
} from './election.ts';
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
export { Expiry } from './expiry.ts';
export type { LogIndex, Role, ServerId, Term } from './ids.ts';
export type { Snapshot } from './log.ts';
export { proposeChange } from './membership-change.ts';
export type {
  AppendEntries,
  AppendEntriesReply,
  InstallSnapshot,
  InstallSnapshotReply,
  PreVote,
  PreVoteReply,
  RaftMessage,
  ReadIndex,
  ReadIndexReply,
  Reply,
  RequestVote,
  RequestVoteReply,
  TimeoutNow,
} from './messages.ts';
export { propose } from './proposal.ts';
export { seededRandom } from './random.ts';
export { confirmedReads, readIndexFrom, readReply, startRead } from './reads.ts';
export { receive } from './receive.ts';
export { heartbeatTo, nextMessageTo, roundTo } from './sending.ts';
export { type Settings, settings } from './settings.ts';
export { compact, snapshotToRestore, wantsSnapshot } from './snapshot.ts';
export {
  configurationOf,
  isCampaigning,
  majority,
  newRaft,
  type PendingRead,
  peersOf,
  promotable,
  type RaftState,
  type StableState,
} from './state.ts';
export { MemoryStorage, type Storage } from './storage.ts';
export { abandonTransfer, startTransfer } from './transfer.ts';
