// The contract of a cluster: its calls and errors, the faults of its network, its status and its trace events.

export {
  clientCommand,
  configurationChange,
  maxCommandBytes,
  partitionGroups,
  proposeOptions,
  readOptions,
  requestOptions,
  requireBlock,
  requireKey,
  requireListener,
  requireServer,
} from './arguments.ts';
export { isWellFormed } from './client-messages.ts';
export type { Cluster, ProposeOptions, ReadOptions, RequestOptions } from './cluster.ts';
export { Aborted, SequenceTooOld, SessionExpired, Stopped, Unavailable } from './errors.ts';
export { errorOf, errorOfRefusal, type Failure, failureOf } from './failures.ts';
export { type FaultRules, fateOf, faultRules, haveEffect, Partition } from './faults.ts';
export { LifeCycle } from './life-cycle.ts';
export { Listening } from './listening.ts';
export type { ClientReply, ClientRequest, Message } from './messages.ts';
export { onAbort, unlessAborted } from './on-abort.ts';
export { PendingMap } from './pending-map.ts';
export { RemoteListening } from './remote-listening.ts';
export { spin } from './spin.ts';
export { type Status, statusOf } from './status.ts';
export type { RuntimeEvent, TraceEvent, TraceListener } from './trace.ts';
