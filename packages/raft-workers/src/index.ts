// Raft on threads. `WorkersCluster` is all that most readers of this package need; server.ts is what to read, and rings.ts
// beside ports.ts.

export { WorkersCluster, type WorkersOptions } from './cluster.ts';
export { JournalFull } from './journal.ts';
