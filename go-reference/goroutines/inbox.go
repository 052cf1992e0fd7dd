package goroutines

import (
	"context"
	"iter"
	"sync"

	"github.com/raft-three-ways/go-reference/raft"
)

// An inbox keeps the messages to one server until that server takes them. It is a queue behind a mutex rather than a
// buffered channel, because a channel has to be of some size: two servers that send to each other's full channel
// would wait for each other for ever, and a message thrown away instead costs a client that was passed on its answer. The
// queue takes what comes, so to send is never to wait; what bounds it are the rules: a follower owes its leader at most
// MaxEntriesInFlight entries.
type inbox struct {
	mu     sync.Mutex
	queue  []raft.Message
	closed bool
	// filled holds a token when the queue has become longer than empty.
	filled wakeup
}

func newInbox() *inbox { return &inbox{filled: newWakeup()} }

// put returns false if nobody will take the message any more.
func (in *inbox) put(message raft.Message) bool {
	in.mu.Lock()
	if in.closed {
		in.mu.Unlock()
		return false
	}
	in.queue = append(in.queue, message)
	first := len(in.queue) == 1
	in.mu.Unlock()
	if first {
		in.filled.notify()
	}
	return true
}

// messages yields what arrives, until the context ends.
func (in *inbox) messages(ctx context.Context) iter.Seq[raft.Message] {
	return func(yield func(raft.Message) bool) {
		var batch []raft.Message
		for {
			select {
			case <-in.filled:
			case <-ctx.Done():
				return
			}
			batch = in.swap(batch)
			for i, message := range batch {
				batch[i] = nil // the array is used again: it must keep nothing alive
				if ctx.Err() != nil || !yield(message) {
					return
				}
			}
		}
	}
}

// swap takes the whole queue and leaves an empty one in its place: one lock for however many messages.
func (in *inbox) swap(empty []raft.Message) []raft.Message {
	in.mu.Lock()
	defer in.mu.Unlock()
	queue := in.queue
	in.queue = empty[:0]
	return queue
}

// close returns the messages that nobody has taken.
func (in *inbox) close() []raft.Message {
	in.mu.Lock()
	defer in.mu.Unlock()
	in.closed = true
	queue := in.queue
	in.queue = nil
	return queue
}
