// The rules of Raft (Figure 2 of the paper), and the contract of a cluster that keeps them. Read the files in this order:
// messages, log, state, roles, election, replication, commitment, durability, receive.

export type { Cluster, Digest, ProposeOptions, ReadOptions, Status } from './cluster.ts';
export { advanceCommitIndex, committedEntries, majorityMatchIndex, markApplied } from './commitment.ts';
export {
  MemoryStorage,
  markStable,
  mustBeStableBefore,
  type Storage,
  type Unstable,
  unstableState,
} from './durability.ts';
export { awaitsVote, startElection } from './election.ts';
export { Aborted, InvalidArgument, NotLeader, RaftError, Stopped, Unavailable } from './errors.ts';
export { checkFaults, type FaultRules, fateOf, Partition, reorderWindow } from './faults.ts';
export { Log } from './log.ts';
export type * from './messages.ts';
export { seededRandom } from './random.ts';
export { receive } from './receive.ts';
export { appendEntriesTo, heartbeatTo, propose } from './replication.ts';
export { randomElectionTimeout, type Settings, settings } from './settings.ts';
export {
  majority,
  newRaft,
  type Progress,
  peersOf,
  type RaftState,
  type Role,
  type StableState,
} from './state.ts';
export { StateMachine } from './state-machine.ts';
export type { RuleEvent, RuntimeEvent, TraceEvent, TraceListener } from './trace.ts';
