// Raft on threads. `WorkersCluster` is all that most readers of this package need; server.ts is what to read, and rings.ts
// beside ports.ts.

export { WorkersCluster } from './cluster.ts';
export { JournalFull } from './journal.ts';
export type { WorkersOptions } from './options.ts';
