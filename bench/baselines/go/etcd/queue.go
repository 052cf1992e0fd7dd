package etcd

import "sync"

// A queue passes items from many goroutines to one, which takes all of them at once.
type queue[T any] struct {
	mu     sync.Mutex
	items  []T
	closed bool
	filled chan struct{} // holds a token when the queue has become non-empty
}

func newQueue[T any]() *queue[T] { return &queue[T]{filled: make(chan struct{}, 1)} }

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
		select {
		case q.filled <- struct{}{}:
		default:
		}
	}
	return true
}

// swap returns all items; the queue goes on with an empty slice.
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

func (q *queue[T]) isClosed() bool {
	q.mu.Lock()
	defer q.mu.Unlock()
	return q.closed
}
