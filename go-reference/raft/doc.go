// Package raft implements the rules of Raft. It is the twin of packages/raft-core: the same files and functions in the same
// order. It is pure and synchronous: no clock, no goroutine, no I/O, and randomness only from an argument. How servers wait,
// communicate and share state is in package goroutines.
//
// Reading order: messages, commands, log, state, roles, election, proposal, replication, sending, commitment, durability;
// then snapshot, membership, reads, transfer.
package raft
