package goroutines

import (
	"context"
	"iter"
	"runtime"
	"sync"
)

// A queue passes items from many goroutines to one: messages to a server, proposals to the goroutine that appends them. It
// is a slice under a mutex rather than a buffered channel for two reasons. A channel is bounded: two servers sending to
// each other's full channels would deadlock, and dropping a message would cost a client its answer. And the receiver takes
// everything queued at once.
//
// put never blocks. The queue is bounded by the rules, since a follower owes its leader at most MaxMessagesInFlight
// answers, and by the number of clients, since each waits for its answer.
type queue[T any] struct {
	mu     sync.Mutex
	items  []T
	closed bool
	// filled is notified when the queue becomes non-empty.
	filled wakeup
	// gathers has the receiver yield to goroutines about to put an item. Batches are larger, and a single item waits for
	// one turn of the scheduler.
	gathers bool
}

func newQueue[T any](gathers bool) *queue[T] {
	return &queue[T]{filled: newWakeup(), gathers: gathers}
}

// put returns false if the queue is closed.
func (q *queue[T]) put(item T) bool {
	q.mu.Lock()
	if q.closed {
		q.mu.Unlock()
		return false
	}
	q.items = append(q.items, item)
	first := len(q.items) == 1
	q.mu.Unlock()
	if first {
		q.filled.notify()
	}
	return true
}

// batches yields all queued items, whenever there are any, until the context ends. The slice is reused.
func (q *queue[T]) batches(ctx context.Context) iter.Seq[[]T] {
	return func(yield func([]T) bool) {
		var batch []T
		for {
			select {
			case <-q.filled:
			case <-ctx.Done():
				return
			}
			if q.gathers {
				runtime.Gosched()
			}
			batch = q.swap(batch)
			if !yield(batch) {
				return
			}
			clear(batch) // releases the items
		}
	}
}

// swap replaces the queue by an empty one: one lock for any number of items.
func (q *queue[T]) swap(empty []T) []T {
	q.mu.Lock()
	defer q.mu.Unlock()
	items := q.items
	q.items = empty[:0]
	return items
}

// close returns the items that have not been taken.
func (q *queue[T]) close() []T {
	q.mu.Lock()
	defer q.mu.Unlock()
	q.closed = true
	items := q.items
	q.items = nil
	return items
}
