package goroutines

import (
	"context"
	"sync"

	"github.com/raft-three-ways/go-reference/raft"
)

// waiters are the clients that wait for an answer, each under a number of its own: a log index on a leader, a request's
// number elsewhere.
type waiters struct {
	mu      sync.Mutex
	waiting map[int]*waiter
	idle    sync.Pool // of waiters whose outcome has been taken
	told    []*waiter // resolveAll's own
}

// A waiter has room for its one outcome, so that whoever answers never waits for who asked.
type waiter struct {
	told chan outcome
	// key is where it waits, 0 before. Guarded by the waiters' mu, as is gone: the client has given up.
	key  int
	gone bool
}

type outcome struct {
	answer raft.Answer
	err    error
}

// newWaiter makes a waiter, to be waited on with wait.
func (w *waiters) newWaiter() *waiter {
	if client, ok := w.idle.Get().(*waiter); ok {
		return client
	}
	return &waiter{told: make(chan outcome, 1)}
}

// add has the client get the answer that belongs to this key, unless it has given up.
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

// wait returns the answer, or an AbortedError when the context ends first. However the wait ends, nothing of it stays.
func (w *waiters) wait(ctx context.Context, client *waiter) (raft.Answer, error) {
	if ctx.Done() != nil { // one that never ends needs no select, and that is much of what a wait costs
		select {
		case outcome := <-client.told:
			w.idle.Put(client)
			return outcome.answer, outcome.err
		case <-ctx.Done():
			if len(client.told) == 0 { // else the answer was quicker
				w.abandon(client)
				return raft.Answer{}, aborted(ctx, "the context ended before the answer came")
			}
		}
	}
	outcome := <-client.told
	w.idle.Put(client)
	return outcome.answer, outcome.err
}

// abandon: the client has given up. An answer that is under way comes to a channel that nobody looks at any more.
func (w *waiters) abandon(client *waiter) {
	w.mu.Lock()
	defer w.mu.Unlock()
	client.gone = true
	if w.waiting[client.key] == client {
		delete(w.waiting, client.key)
	}
}

func aborted(ctx context.Context, reason string) error {
	return &raft.AbortedError{Reason: reason, Cause: context.Cause(ctx)}
}

// resolveAll tells the clients, where some wait, whose keys follow each other. It is for one goroutine at a time.
func (w *waiters) resolveAll(firstKey int, outcomes []outcome) {
	w.mu.Lock()
	clients := w.told[:0]
	for i := range outcomes {
		clients = append(clients, w.waiting[firstKey+i])
		delete(w.waiting, firstKey+i)
	}
	w.mu.Unlock()
	w.told = clients
	for i, client := range clients {
		if client != nil {
			client.told <- outcomes[i]
		}
	}
}

func (w *waiters) has(key int) bool {
	w.mu.Lock()
	defer w.mu.Unlock()
	return w.waiting[key] != nil
}

// resolve answers the client, if one waits.
func (w *waiters) resolve(key int, answer raft.Answer) {
	if client := w.take(key); client != nil {
		client.told <- outcome{answer: answer}
	}
}

func (w *waiters) reject(key int, err error) {
	if client := w.take(key); client != nil {
		client.told <- outcome{err: err}
	}
}

func (w *waiters) rejectAll(err error) {
	w.rejectThose(func(int) bool { return true }, err)
}

// rejectThose rejects whose key meets a condition.
func (w *waiters) rejectThose(condition func(key int) bool, err error) {
	w.mu.Lock()
	defer w.mu.Unlock()
	for key, client := range w.waiting {
		if condition(key) {
			client.told <- outcome{err: err}
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
