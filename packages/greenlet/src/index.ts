/// <reference lib="esnext.disposable" preserve="true" />
// gevent for TypeScript, on generators. A greenlet is a generator function that waits with `yield*`; a hub runs many of
// them, one at a time. To read the code: wait.ts, coroutine.ts, greenlet-task.ts, base-hub.ts; then exchange.ts and select.ts.

export { AsyncResult } from './async-result.ts';
export type { HubOptions } from './base-hub.ts';
export { Channel, type ChannelOptions, type Received, type Receiver, type Sender } from './channel.ts';
export { each, type Items } from './each.ts';
export { ChannelClosed, Empty, Full, GreenletExit, LoopExit, ShutDown, UsageError } from './errors.ts';
export { Event } from './event.ts';
export type { Overflow } from './exchange.ts';
export { getCurrent, getHub, run, spawn, spawnLater } from './get-hub.ts';
export { Greenlet } from './greenlet.ts';
export { Group } from './group.ts';
export { aborted, fromPromise, throwOnAbort } from './interop.ts';
export { type JoinOptions, joinall, killall, type Waitable, wait } from './join.ts';
export { Local } from './local.ts';
export { Pool } from './pool.ts';
export type { AbortSignalLike, Alarm, Body, Green, Hub, OptionalWait, Parked, Wait } from './public.ts';
export { LifoQueue, PriorityQueue, Queue, type QueueOptions } from './queue.ts';
export { RealHub } from './real-hub.ts';
export { RLock } from './rlock.ts';
export { type Scope, scope } from './scope.ts';
export { otherwise, type Selected, select } from './select.ts';
export { Selectable, type WaitSource } from './selectable.ts';
export { Permit, Semaphore } from './semaphore.ts';
export { idle, sleep } from './sleep.ts';
export { Ticker } from './ticker.ts';
export { Timeout, withTimeout } from './timeout.ts';
export { VirtualHub, type VirtualHubOptions } from './virtual-hub.ts';
