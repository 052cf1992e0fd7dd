// Raft on the event loop. `AsyncCluster` is all that most readers of this package need; server.ts is what to read.

export { type Clock, realClock, type Timer } from './clock.ts';
export { AsyncCluster } from './cluster.ts';
export { VirtualClock } from './virtual-clock.ts';
