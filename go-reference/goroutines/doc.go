// Package goroutines runs a Raft cluster in one process: a server is a handful of goroutines, one for each concern, that share
// the state of the rules under a mutex and wake each other through channels. The rules are in package raft. Cluster is the
// package's API; read server.go and clients.go beside packages/raft-async/src.
package goroutines
