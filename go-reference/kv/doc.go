// Package kv implements the replicated application: a map from id to name, with client sessions (§8; dissertation §6.3), and
// its snapshots as bytes. It is the twin of packages/raft-kv.
package kv
