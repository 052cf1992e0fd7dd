// Package goroutines runs a Raft cluster within one process: a server is a handful of goroutines, one for each concern, that
// share the state of the rules under a mutex and wake each other through channels. What the servers decide is in package
// raft. Cluster is all that most readers of this package need; server.go and clients.go are what to read, beside
// packages/raft-async/src.
package goroutines
