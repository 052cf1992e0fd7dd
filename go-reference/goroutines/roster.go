package goroutines

import (
	"sync/atomic"

	"github.com/raft-three-ways/go-reference/raft"
)

// A roster holds one item for each server, that of server 1 first. It only grows, and is read without a lock, because every
// proposal and every message reads it.
type roster[T any] struct {
	things atomic.Pointer[[]*T]
}

func (r *roster[T]) all() []*T {
	if things := r.things.Load(); things != nil {
		return *things
	}
	return nil
}

// of returns the item of a server, or nil if it does not exist.
func (r *roster[T]) of(id raft.ServerID) *T {
	things := r.all()
	if id < 1 || int(id) > len(things) {
		return nil
	}
	return things[id-1]
}

// add is not safe for concurrent use with itself. Concurrent readers see the old length: an append writes only beyond it.
func (r *roster[T]) add(thing *T) {
	things := append(r.all(), thing)
	r.things.Store(&things)
}
