package goroutines

import (
	"context"
	"testing"

	"github.com/raft-three-ways/go-reference/cluster"
	"github.com/raft-three-ways/go-reference/raft"
)

func TestWaiters(t *testing.T) {
	ada := raft.Answer{Name: "Ada", Found: true}
	lost := &cluster.UnavailableError{Reason: "lost"}

	waiting := func(clients *waiters, key int) *waiter {
		client := clients.newWaiter()
		clients.add(key, client)
		return client
	}

	inBubble(t, "each client gets the answer of its own key", func(t *testing.T) {
		var clients waiters
		first, second := waiting(&clients, 7), waiting(&clients, 8)
		clients.resolveAll(6, []outcome{{}, {answer: ada}, {answer: raft.Answer{Name: "Grace", Found: true}}, {}})
		if answer, err := clients.wait(t.Context(), second); answer.Name != "Grace" || err != nil {
			t.Errorf("the second got %v, %v", answer, err)
		}
		if answer, err := clients.wait(t.Context(), first); answer.Name != "Ada" || err != nil {
			t.Errorf("the first got %v, %v", answer, err)
		}
	})
	inBubble(t, "an answer that comes before the context ends is not lost", func(t *testing.T) {
		for range 100 { // a select takes either of two that are ready
			var clients waiters
			ctx, cancel := context.WithCancel(context.Background())
			client := waiting(&clients, 1)
			clients.resolve(1, ada)
			cancel()
			if answer, err := clients.wait(ctx, client); answer != ada || err != nil {
				t.Fatalf("the client got %v, %v", answer, err)
			}
		}
	})
	inBubble(t, "an answer that comes after the context ended goes to no other client", func(t *testing.T) {
		var clients waiters
		ctx, cancel := context.WithCancel(context.Background())
		cancel()
		if _, err := clients.wait(ctx, waiting(&clients, 1)); err == nil {
			t.Error("the wait was not aborted")
		}
		if clients.has(1) {
			t.Error("the client that has given up is still there")
		}
		clients.resolve(1, raft.Answer{Name: "late", Found: true})
		next := waiting(&clients, 2)
		clients.resolve(2, ada)
		if answer, err := clients.wait(t.Context(), next); answer != ada || err != nil {
			t.Errorf("the next client got %v, %v", answer, err)
		}
	})
	inBubble(t, "a client that gives up before it has a key never gets one", func(t *testing.T) {
		var clients waiters
		ctx, cancel := context.WithCancel(context.Background())
		cancel()
		client := clients.newWaiter()
		if _, err := clients.wait(ctx, client); err == nil {
			t.Error("the wait was not aborted")
		}
		if clients.add(1, client); clients.has(1) {
			t.Error("it waits")
		}
	})
	inBubble(t, "all rejected clients get the reason, and their keys are free", func(t *testing.T) {
		var clients waiters
		old := waiting(&clients, 1)
		clients.rejectAll(lost)
		client := waiting(&clients, 1)
		clients.resolve(1, ada)
		if _, err := clients.wait(t.Context(), old); err != lost {
			t.Errorf("the old client got %v", err)
		}
		if answer, err := clients.wait(t.Context(), client); answer != ada || err != nil {
			t.Errorf("the new client got %v, %v", answer, err)
		}
	})
}
