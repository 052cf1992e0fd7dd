// Raft on the event loop. `AsyncCluster` is all that most readers of this package need; server.ts is what to read.

export { AsyncCluster } from './cluster.ts';
