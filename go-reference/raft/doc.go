// Package raft implements the rules of Raft. It is the twin of packages/raft-core: the same files and functions in the same
// order. It is pure and synchronous: no clock, no goroutine, no I/O, and randomness only from an argument. How servers wait,
// communicate and share state is in package goroutines.
//
// The files, in reading order:
//   - messages, commands, log, state, progress: the data of Figure 2
//   - roles, election: Figure 4, leader election (§5.2, §5.4.1)
//   - proposal, replication, sending: log replication (§5.3)
//   - commitment, majority: commitment and application (§5.3, §5.4.2)
//   - durability, storage: what must be stable before which message
//   - snapshot: log compaction (§7)
//   - configuration, membership, membership_change: cluster membership (§6; dissertation chapter 4)
//   - reads, transfer: linearizable reads and leadership transfer (dissertation §6.4, §3.10)
//   - receive, well_formed, expiry: the entry point for messages, their validation, and overdue requests
//   - settings, checks: settings and their validation
package raft
