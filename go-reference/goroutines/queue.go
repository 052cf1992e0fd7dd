package goroutines

import (
	"context"
	"iter"
	"runtime"
	"sync"
)

// A queue hands what many goroutines put there to the one that takes: messages to the server they are for, proposals to
// the goroutine that appends them. It is a slice behind a mutex rather than a buffered channel, for two reasons. A channel
// has to be of some size: two servers that send to each other's full channel would wait for each other for ever, and a
// message thrown away instead costs a client its answer. And whoever takes gets all that has come, in one go.
//
// To put is never to wait. What bounds the queue are the rules, by which a follower owes its leader at most
// MaxMessagesInFlight answers, and the number of clients, of which each waits for its answer.
type queue[T any] struct {
	mu     sync.Mutex
	items  []T
	closed bool
	// filled holds a token when the queue has ceased to be empty.
	filled wakeup
	// gathers: whoever takes lets those run first that are about to put something. Batches grow, and a batch of
	// one comes a turn of the scheduler later.
	gathers bool
}

func newQueue[T any](gathers bool) *queue[T] {
	return &queue[T]{filled: newWakeup(), gathers: gathers}
}

// put returns false if nobody will take the item any more.
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

// batches yields all that has come, as often as something has, until the context ends. The slice is used again.
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
			clear(batch) // so that it keeps nothing alive
		}
	}
}

// swap takes the whole queue and leaves an empty one in its place: one lock for however many items.
func (q *queue[T]) swap(empty []T) []T {
	q.mu.Lock()
	defer q.mu.Unlock()
	items := q.items
	q.items = empty[:0]
	return items
}

// close returns what nobody has taken.
func (q *queue[T]) close() []T {
	q.mu.Lock()
	defer q.mu.Unlock()
	q.closed = true
	items := q.items
	q.items = nil
	return items
}
