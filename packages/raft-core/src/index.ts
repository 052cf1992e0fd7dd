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
export { type Unstable, markStable, mustBeStableBefore, unstableState } from './durability.ts';
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
export { type RuleEvent } from './events.ts';
export { Expiry, type Overdue } from './expiry.ts';
export { type LogIndex, type Role, type ServerId, type Term } from './ids.ts';
export { Log, type Snapshot } from './log.ts';
export { proposeChange } from './membership-change.ts';
export {
  type AppendEntries,
  type AppendEntriesReply,
  type InstallSnapshot,
  type InstallSnapshotReply,
  type PreVote,
  type PreVoteReply,
  type RaftMessage,
  type ReadIndex,
  type ReadIndexReply,
  type Reply,
  type RequestVote,
  type RequestVoteReply,
  type TimeoutNow,
} from './messages.ts';
export { type Progress } from './progress.ts';
export { propose } from './proposal.ts';
export { seededRandom } from './random.ts';
export { abandonRead, confirmedReads, readIndexFrom, readReply, startRead } from './reads.ts';
export { receive } from './receive.ts';
export { heartbeatTo, nextMessageTo, roundTo } from './sending.ts';
export { type Settings, randomElectionTimeout, settings } from './settings.ts';
export { compact, snapshotToRestore, wantsSnapshot } from './snapshot.ts';
export {
  type PendingRead,
  type RaftState,
  type StableState,
  configurationOf,
  isStanding,
  majority,
  mayStand,
  newRaft,
  peersOf,
} from './state.ts';
export { MemoryStorage, type Storage } from './storage.ts';
export { abandonTransfer, startTransfer } from './transfer.ts';
