package goroutines

import (
	"sync/atomic"

	"github.com/raft-three-ways/go-reference/raft"
)

// A table holds one item for each server, that of server 1 first. It only grows, and is read without a lock, because every
// proposal and every message reads it.
type table[T any] struct {
	items atomic.Pointer[[]*T]
}

func (r *table[T]) all() []*T {
	if items := r.items.Load(); items != nil {
		return *items
	}
	return nil
}

// of returns the item of a server, or nil if it does not exist.
func (r *table[T]) of(id raft.ServerID) *T {
	items := r.all()
	if id < 1 || int(id) > len(items) {
		return nil
	}
	return items[id-1]
}

// add is not safe for concurrent use with itself. Concurrent readers see the old length: an append writes only beyond it.
func (r *table[T]) add(item *T) {
	items := append(r.all(), item)
	r.items.Store(&items)
}
