// What clusters within one process share, whichever way their servers wait: time as a parameter, the network between the
// servers with its faults, and the contract around them.

export { type Clock, realClock, type Timer } from './clock.ts';
export { type Clients, InProcessCluster, type NewServer, type Server, type Surroundings } from './cluster.ts';
export type { Host } from './host.ts';
export { Network } from './network.ts';
export { VirtualClock } from './virtual-clock.ts';
