package goroutines

import (
	"sync/atomic"

	"github.com/raft-three-ways/go-reference/raft"
)

// A roster has one thing for each server, that of server 1 first. It only ever grows, and is read without a lock, because
// every proposal and every message looks into one.
type roster[T any] struct {
	things atomic.Pointer[[]*T]
}

func (r *roster[T]) all() []*T {
	if things := r.things.Load(); things != nil {
		return *things
	}
	return nil
}

// of returns nil for a server that there is not.
func (r *roster[T]) of(id raft.ServerID) *T {
	things := r.all()
	if id < 1 || int(id) > len(things) {
		return nil
	}
	return things[id-1]
}

// add is for one goroutine at a time. Who reads meanwhile sees the roster as it was: what is behind its end is not looked
// at.
func (r *roster[T]) add(thing *T) {
	things := append(r.all(), thing)
	r.things.Store(&things)
}
