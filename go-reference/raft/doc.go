// Package raft holds the rules of Raft, and the contract of a cluster that keeps them. It is the twin of
// packages/raft-core: the same files, the same functions, the same order. All of it is pure and synchronous: no clock, no
// goroutine, no I/O, no randomness but what is handed in. How servers wait, talk and share is package goroutines.
//
// Read the files in this order: messages, commands, log, state, roles, election, proposal, replication, sending,
// commitment, durability; then, as far as you like, snapshot, membership, reads, transfer, sessions.
package raft
