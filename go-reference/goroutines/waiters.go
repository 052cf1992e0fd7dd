package goroutines

import (
	"context"
	"sync"

	"github.com/raft-three-ways/go-reference/raft"
)

// waiters are the clients that wait for an answer: by log index on a leader, by request on a server that passed the
// command on.
type waiters struct {
	mu      sync.Mutex
	waiting map[int]waiter
	idle    sync.Pool // of waiters whose outcome has been taken
}

// A waiter is a channel with room for its one outcome, so that whoever answers never waits for who asked.
type waiter chan outcome

type outcome struct {
	answer raft.Answer
	err    error
}

// add begins the wait for the answer that belongs to this key: every add is followed by a wait.
func (w *waiters) add(key int) waiter {
	client, ok := w.idle.Get().(waiter)
	if !ok {
		client = make(waiter, 1)
	}
	w.mu.Lock()
	defer w.mu.Unlock()
	if w.waiting == nil {
		w.waiting = make(map[int]waiter)
	}
	w.waiting[key] = client
	return client
}

// wait returns the answer, or an AbortedError when the context ends first.
func (w *waiters) wait(ctx context.Context, key int, client waiter) (raft.Answer, error) {
	defer w.idle.Put(client)
	if ctx.Done() != nil { // one that never ends needs no select, and that is much of what a wait costs
		select {
		case outcome := <-client:
			return outcome.answer, outcome.err
		case <-ctx.Done():
			if w.abandon(key, client) {
				return raft.Answer{}, aborted(ctx, "the context ended before the answer came")
			} // else the answer was quicker
		}
	}
	outcome := <-client
	return outcome.answer, outcome.err
}

// abandon returns false if the client has been answered. Its key may belong to another client by now.
func (w *waiters) abandon(key int, client waiter) bool {
	w.mu.Lock()
	defer w.mu.Unlock()
	if w.waiting[key] != client {
		return false
	}
	delete(w.waiting, key)
	return true
}

func aborted(ctx context.Context, reason string) error {
	return &raft.AbortedError{Reason: reason, Cause: context.Cause(ctx)}
}

// resolveAll answers the clients, where they still wait, whose keys follow each other.
func (w *waiters) resolveAll(firstKey int, answers []raft.Answer) {
	w.mu.Lock()
	clients := make([]waiter, 0, len(answers))
	for i := range answers {
		clients = append(clients, w.waiting[firstKey+i])
		delete(w.waiting, firstKey+i)
	}
	w.mu.Unlock()
	for i, client := range clients {
		if client != nil {
			client <- outcome{answer: answers[i]}
		}
	}
}

// resolve answers the client, if it still waits.
func (w *waiters) resolve(key int, answer raft.Answer) {
	if client := w.take(key); client != nil {
		client <- outcome{answer: answer}
	}
}

func (w *waiters) reject(key int, err error) {
	if client := w.take(key); client != nil {
		client <- outcome{err: err}
	}
}

func (w *waiters) rejectAll(err error) {
	w.mu.Lock()
	defer w.mu.Unlock()
	for _, client := range w.waiting {
		client <- outcome{err: err}
	}
	clear(w.waiting)
}

func (w *waiters) take(key int) waiter {
	w.mu.Lock()
	defer w.mu.Unlock()
	client := w.waiting[key]
	delete(w.waiting, key)
	return client
}
