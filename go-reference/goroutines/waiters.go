package goroutines

import (
	"context"
	"sync"

	"github.com/raft-three-ways/go-reference/cluster"
	"github.com/raft-three-ways/go-reference/raft"
)

// waiters are the clients waiting for an answer, by a key: the log index on a leader, else the request's number.
type waiters struct {
	mu      sync.Mutex
	waiting map[int]*waiter
	idle    sync.Pool // waiters to reuse
	scratch []*waiter // reused by resolveAll
}

// A waiter's channel has room for its one outcome, so that answering never blocks.
type waiter struct {
	result chan outcome
	// key is that of the waiter, 0 before it has one; gone reports that the client has given up. Both are guarded by the
	// waiters' mu.
	key  int
	gone bool
}

type outcome struct {
	answer raft.Answer
	err    error
}

// newWaiter returns a waiter for wait.
func (w *waiters) newWaiter() *waiter {
	if client, ok := w.idle.Get().(*waiter); ok {
		return client
	}
	return &waiter{result: make(chan outcome, 1)}
}

// add registers a client under a key, unless it has given up.
func (w *waiters) add(key int, client *waiter) {
	w.mu.Lock()
	defer w.mu.Unlock()
	if client.gone {
		return
	}
	if w.waiting == nil {
		w.waiting = make(map[int]*waiter)
	}
	client.key = key
	w.waiting[key] = client
}

// wait returns the answer, or an AbortedError if the context ends first. It leaves nothing behind.
func (w *waiters) wait(ctx context.Context, client *waiter) (raft.Answer, error) {
	if ctx.Done() != nil { // a select is a large part of the cost of a wait
		select {
		case outcome := <-client.result:
			w.idle.Put(client)
			return outcome.answer, outcome.err
		case <-ctx.Done():
			if len(client.result) == 0 { // else the answer came first
				w.abandon(client)
				return raft.Answer{}, aborted(ctx, "the context ended before the answer came")
			}
		}
	}
	outcome := <-client.result
	w.idle.Put(client)
	return outcome.answer, outcome.err
}

// abandon removes a client that has given up. An answer under way goes to a channel without a reader.
func (w *waiters) abandon(client *waiter) {
	w.mu.Lock()
	defer w.mu.Unlock()
	client.gone = true
	if w.waiting[client.key] == client {
		delete(w.waiting, client.key)
	}
}

func aborted(ctx context.Context, reason string) error {
	return &cluster.AbortedError{Reason: reason, Cause: context.Cause(ctx)}
}

// resolveAll answers the clients with consecutive keys. It is not safe for concurrent use.
func (w *waiters) resolveAll(firstKey int, outcomes []outcome) {
	w.mu.Lock()
	clients := w.scratch[:0]
	for i := range outcomes {
		clients = append(clients, w.waiting[firstKey+i])
		delete(w.waiting, firstKey+i)
	}
	w.mu.Unlock()
	w.scratch = clients
	for i, client := range clients {
		if client != nil {
			client.result <- outcomes[i]
		}
	}
}

func (w *waiters) has(key int) bool {
	w.mu.Lock()
	defer w.mu.Unlock()
	return w.waiting[key] != nil
}

// resolve answers the client under a key, if any.
func (w *waiters) resolve(key int, answer raft.Answer) {
	if client := w.take(key); client != nil {
		client.result <- outcome{answer: answer}
	}
}

func (w *waiters) reject(key int, err error) {
	if client := w.take(key); client != nil {
		client.result <- outcome{err: err}
	}
}

func (w *waiters) rejectAll(err error) {
	w.rejectThose(func(int) bool { return true }, err)
}

// rejectThose rejects the clients whose key meets a condition.
func (w *waiters) rejectThose(condition func(key int) bool, err error) {
	w.mu.Lock()
	defer w.mu.Unlock()
	for key, client := range w.waiting {
		if condition(key) {
			client.result <- outcome{err: err}
			delete(w.waiting, key)
		}
	}
}

func (w *waiters) take(key int) *waiter {
	w.mu.Lock()
	defer w.mu.Unlock()
	client := w.waiting[key]
	delete(w.waiting, key)
	return client
}
