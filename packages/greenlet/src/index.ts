// gevent for TypeScript, on generators. A greenlet is a generator function that waits with `yield*`; a hub runs many of
// them, one at a time. Read wait.ts, greenlet.ts and hub.ts for how; the other files are one thing to wait for each.

export { AsyncResult } from './async-result.ts';
export type { Alarm } from './callback.ts';
export { Channel, type ChannelOptions, type Received, type Receiver, type Sender } from './channel.ts';
export type { Body } from './coroutine.ts';
export { ChannelClosed, Empty, Full, GreenletExit, LoopExit, Misuse } from './errors.ts';
export { Event } from './event.ts';
export { getCurrent, getHub, run, spawn, spawnLater } from './get-hub.ts';
export { Greenlet } from './greenlet.ts';
export { Group } from './group.ts';
export { Hub, type HubOptions } from './hub.ts';
export { type JoinOptions, joinall, killall, type Waitable, wait } from './join.ts';
export { aborted, obey, promised } from './outside.ts';
export { Pool } from './pool.ts';
export { LifoQueue, PriorityQueue, Queue, type QueueOptions } from './queue.ts';
export { RealHub } from './real-hub.ts';
export { RLock } from './rlock.ts';
export { otherwise, type Selected, select } from './select.ts';
export { Permit, Semaphore } from './semaphore.ts';
export { idle, sleep } from './sleep.ts';
export { Timeout, withTimeout } from './timeout.ts';
export { VirtualHub, type VirtualHubOptions } from './virtual-hub.ts';
export type { Green, Parked, Wait } from './wait.ts';
