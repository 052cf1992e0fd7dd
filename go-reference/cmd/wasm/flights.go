//go:build js && wasm

package main

import (
	"fmt"
	"slices"
	"sync"

	"github.com/raft-three-ways/go-reference/cluster"
	"github.com/raft-three-ways/go-reference/goroutines"
	"github.com/raft-three-ways/go-reference/raft"
)

// An interference is what a viewer does to messages in flight.
type interference struct {
	// Cuts are one-way cuts, as "from>to".
	Cuts []string `json:"cuts"`
	// Dropped are numbers of messages to drop before they arrive.
	Dropped []int `json:"dropped"`
	// Delayed are numbers of messages, each with its delay (ms).
	Delayed [][2]float64 `json:"delayed"`
}

// flights numbers messages from 1 in the order of sending.
type flights struct {
	mu      sync.Mutex
	sent    int
	numbers map[raft.Message]int
	delayed map[int]bool // messages that have been delayed, by number
}

func newFlights() *flights {
	return &flights{numbers: make(map[raft.Message]int), delayed: make(map[int]bool)}
}

// A numberedEvent is an output line. Message is 0 for an event that is of no message.
type numberedEvent struct {
	Event   cluster.TraceEvent `json:"event"`
	Message int                `json:"message"`
}

func (f *flights) number(event cluster.TraceEvent) numberedEvent {
	passing, ok := event.Event.(cluster.MessageEvent)
	if !ok {
		return numberedEvent{event, 0}
	}
	f.mu.Lock()
	defer f.mu.Unlock()
	if passing.Type == "send" {
		f.sent++
		f.numbers[passing.Message] = f.sent
		return numberedEvent{event, f.sent}
	}
	number := f.numbers[passing.Message]
	delete(f.numbers, passing.Message)
	return numberedEvent{event, number}
}

// interceptor returns the decisions of an interference. A message is delayed once.
func (f *flights) interceptor(given interference) goroutines.Interceptor {
	delays := make(map[int]raft.Millis)
	for _, delay := range given.Delayed {
		delays[int(delay[0])] = raft.Millis(delay[1])
	}
	return func(message raft.Message) (lost bool, later raft.Millis) {
		f.mu.Lock()
		defer f.mu.Unlock()
		number := f.numbers[message]
		from, to := message.Route()
		if slices.Contains(given.Dropped, number) || slices.Contains(given.Cuts, fmt.Sprintf("%d>%d", from, to)) {
			return true, 0
		}
		if later = delays[number]; f.delayed[number] {
			return false, 0
		}
		f.delayed[number] = later > 0
		return false, later
	}
}
