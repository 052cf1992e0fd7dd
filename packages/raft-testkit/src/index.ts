// The conformance suite, what tests need to observe a cluster, and the adapter to the Go cluster.

export { type CliIO, createCommand, exitCodes, integer, runCommand, UsageError } from './cli/command-line.ts';
export { type ConformanceTest, conformance, runConformanceTest } from './conformance.ts';
export { GoCluster } from './go-cluster.ts';
export { agreement, leaderOf, others, proposeUntilDone, set, statuses } from './observe.ts';
export { NotYet, until } from './until.ts';
