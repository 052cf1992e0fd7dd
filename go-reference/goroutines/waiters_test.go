package goroutines

import (
	"context"
	"errors"
	"testing"

	"github.com/raft-three-ways/go-reference/raft"
)

func TestWaiters(t *testing.T) {
	lost := &raft.UnavailableError{Reason: "lost"}

	inBubble(t, "each client gets the answer of its own key", func(t *testing.T) {
		var clients waiters
		first, second := clients.add(7), clients.add(8)
		clients.resolveAll(6, []raft.Answer{{}, {Name: "seven", Found: true}, {Name: "eight", Found: true}, {}})
		if answer, err := clients.wait(t.Context(), 8, second); answer.Name != "eight" || err != nil {
			t.Errorf("the second got %v, %v", answer, err)
		}
		if answer, err := clients.wait(t.Context(), 7, first); answer.Name != "seven" || err != nil {
			t.Errorf("the first got %v, %v", answer, err)
		}
	})
	inBubble(t, "an answer that comes before the context ends is not lost", func(t *testing.T) {
		for range 100 { // a select takes either of two that are ready
			var clients waiters
			ctx, cancel := context.WithCancel(context.Background())
			client := clients.add(1)
			clients.resolve(1, raft.Answer{Name: "Ada", Found: true})
			cancel()
			if answer, err := clients.wait(ctx, 1, client); answer.Name != "Ada" || err != nil {
				t.Fatalf("the client got %v, %v", answer, err)
			}
		}
	})
	inBubble(t, "a client that gives up takes no key from another", func(t *testing.T) {
		for range 100 {
			var clients waiters
			ctx, cancel := context.WithCancel(context.Background())
			old := clients.add(1)
			clients.rejectAll(lost)
			client := clients.add(1)
			cancel()
			if _, err := clients.wait(ctx, 1, old); !errors.Is(err, lost) {
				t.Fatalf("the old client got %v", err)
			}
			clients.resolve(1, raft.Answer{Name: "Ada", Found: true})
			if answer, err := clients.wait(context.Background(), 1, client); answer.Name != "Ada" || err != nil {
				t.Fatalf("the new client got %v, %v", answer, err)
			}
		}
	})
}
