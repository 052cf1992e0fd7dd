// Package cluster defines the API of a cluster, independent of the runtime: Cluster, its errors, arguments and status, the
// faults of its network, its trace events, and the clients' messages between servers. It is the twin of
// packages/raft-cluster.
//
// It depends on packages raft and kv. The interface raft.Message stays in package raft, because raft.RaftMessage embeds it.
package cluster
