// Shared by the clusters that live in one process: time as a parameter, the network with fault injection, and the cluster
// around the servers.

export { type Clock, realClock, type Timer } from './clock.ts';
export { type Clients, InProcessCluster, type NewServer, type Server, type ServerDeps } from './cluster.ts';
export type { Host } from './host.ts';
export { Network } from './network.ts';
export { VirtualClock } from './virtual-clock.ts';
