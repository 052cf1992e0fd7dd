// The judge of every runtime: the conformance suite, what it takes to watch a cluster, and the way to the Go one.

export { type ConformanceTest, conformance, runConformanceTest } from './conformance.ts';
export { GoCluster } from './go-cluster.ts';
export { agreement, leaderOf, others, proposeUntilDone, set, statuses } from './observe.ts';
export { NotYet, until } from './until.ts';
