// Raft on coroutines. `CoroutineCluster` is all that most readers of this package need; server.ts is what to read.

export { CoroutineCluster } from './cluster.ts';
