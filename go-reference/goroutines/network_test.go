package goroutines

import (
	"context"
	"slices"
	"testing"
	"testing/synctest"
	"time"

	"github.com/raft-three-ways/go-reference/cluster"
	"github.com/raft-three-ways/go-reference/raft"
)

// receiver collects the messages delivered to a server, identified by their terms.
type receiver struct {
	terms []raft.Term
	at    []time.Duration
}

func attach(t *testing.T, network *network, id raft.ServerID) *receiver {
	t.Helper()
	began := time.Now()
	r := new(receiver)
	ctx, cancel := context.WithCancel(context.Background())
	t.Cleanup(cancel)
	messages := network.attach(ctx, id)
	go func() {
		for message := range messages {
			r.terms = append(r.terms, message.(*raft.RequestVote).Term)
			r.at = append(r.at, time.Since(began))
		}
	}()
	return r
}

func numbered(count int) (messages []*raft.RequestVote) {
	for i := range count {
		messages = append(messages, &raft.RequestVote{From: 1, To: 2, Term: raft.Term(i)})
	}
	return messages
}

func TestNetwork(t *testing.T) {
	inBubble(t, "messages arrive in the order of sending as long as no rule says otherwise", func(t *testing.T) {
		network := newNetwork(2)
		arrived := attach(t, network, 2)
		for _, message := range numbered(1000) {
			network.send(message)
		}
		synctest.Wait()
		if len(arrived.terms) != 1000 || !slices.IsSorted(arrived.terms) {
			t.Errorf("%d messages arrived: %v", len(arrived.terms), arrived.terms)
		}
	})
	inBubble(t, "an interceptor decides which messages arrive, and when", func(t *testing.T) {
		network := newNetwork(2)
		arrived := attach(t, network, 2)
		delayed := false
		interceptor := Interceptor(func(message raft.Message) (lost bool, later raft.Millis) {
			if term := message.(*raft.RequestVote).Term; term == 1 {
				return true, 0
			} else if term == 2 && !delayed {
				delayed = true
				return false, 30
			}
			return false, 0
		})
		network.intercept.Store(&interceptor)
		for _, message := range numbered(3) {
			network.send(message)
		}
		time.Sleep(time.Second)
		synctest.Wait()
		if !slices.Equal(arrived.terms, []raft.Term{0, 2}) || arrived.at[1] != 30*time.Millisecond {
			t.Errorf("terms %v arrived at %v", arrived.terms, arrived.at)
		}
	})
	inBubble(t, "a sender never waits, even for a receiver that does nothing", func(t *testing.T) {
		network := newNetwork(2)
		_ = network.attach(t.Context(), 2)
		for _, message := range numbered(100_000) {
			network.send(message)
		}
	})
	inBubble(t, "about as many messages are dropped as the rules say", func(t *testing.T) {
		network := newNetwork(2)
		arrived := attach(t, network, 2)
		network.setFaults(cluster.FaultRules{Drop: 0.3}, 1)
		for _, message := range numbered(10_000) {
			network.send(message)
		}
		synctest.Wait()
		if count := len(arrived.terms); count < 6800 || count > 7200 {
			t.Errorf("%d of 10000 messages arrived", count)
		}
	})
	inBubble(t, "messages are delayed, some more than others, and overtake one another", func(t *testing.T) {
		network := newNetwork(2)
		arrived := attach(t, network, 2)
		network.setFaults(cluster.FaultRules{Delay: 10, Jitter: 5, Reorder: 0.5}, 1)
		for _, message := range numbered(1000) {
			network.send(message)
		}
		pass(time.Second)
		if len(arrived.terms) != 1000 || slices.IsSorted(arrived.terms) {
			t.Errorf("%d messages arrived, in order: %v", len(arrived.terms), slices.IsSorted(arrived.terms))
		}
		if first, last := arrived.at[0], arrived.at[999]; first < 10*time.Millisecond || last < 25*time.Millisecond || last > 35*time.Millisecond {
			t.Errorf("the first arrived after %v, the last after %v", first, last)
		}
	})
	inBubble(t, "what is duplicated arrives twice", func(t *testing.T) {
		network := newNetwork(2)
		arrived := attach(t, network, 2)
		network.setFaults(cluster.FaultRules{Duplicate: 1}, 1)
		network.send(numbered(1)[0])
		synctest.Wait()
		if len(arrived.terms) != 2 {
			t.Errorf("%d messages arrived", len(arrived.terms))
		}
	})
	inBubble(t, "what crosses a partition is lost, also what was under way when it began", func(t *testing.T) {
		network := newNetwork(2)
		arrived := attach(t, network, 2)
		network.setFaults(cluster.FaultRules{Delay: 10}, 1)
		network.send(numbered(1)[0])
		network.cut([][]raft.ServerID{{1}, {2}})
		pass(20 * time.Millisecond)
		network.heal()
		network.send(numbered(2)[1])
		pass(20 * time.Millisecond)
		if !slices.Equal(arrived.terms, []raft.Term{1}) {
			t.Errorf("these arrived: %v", arrived.terms)
		}
	})
	inBubble(t, "all that is under way is lost when the network is closed", func(t *testing.T) {
		network := newNetwork(2)
		arrived := attach(t, network, 2)
		network.setFaults(cluster.FaultRules{Delay: 10}, 1)
		network.send(numbered(1)[0])
		network.close()
		pass(time.Second)
		if len(arrived.terms) != 0 || len(network.delayed) != 0 {
			t.Errorf("%d messages arrived, %d are under way", len(arrived.terms), len(network.delayed))
		}
	})
	inBubble(t, "a message without a receiver is dropped, and the trace has it", func(t *testing.T) {
		network := newNetwork(2)
		emitted := make(map[string]int)
		emit := func(event raft.Event) { emitted[event.EventType()]++ }
		network.emit.Store(&emit)
		network.send(numbered(1)[0])
		_ = network.attach(t.Context(), 2)
		network.send(numbered(1)[0])
		network.detach(2)
		network.send(numbered(1)[0])
		if emitted["send"] != 3 || emitted["drop"] != 3 || len(emitted) != 2 {
			t.Errorf("emitted %v", emitted)
		}
	})
}
