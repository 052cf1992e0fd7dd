package etcd

import (
	"context"
	"encoding/binary"
	"sync"

	"github.com/raft-three-ways/baselines/commands"
	"github.com/raft-three-ways/go-reference/cluster"
	"github.com/raft-three-ways/go-reference/raft"
)

// A proposal is an entry's data and the client that waits for it. The data begins with a number of 8 bytes, by which the
// applying node finds the client.
type proposal struct {
	data   []byte
	client chan outcome // with room for its one outcome
}

type outcome struct {
	answer raft.Answer
	err    error
}

const numberBytes = 8

// nodeShift: a proposal's number is its node's id and, below that bit, its place among the node's proposals.
const nodeShift = 48

var idleClients = sync.Pool{New: func() any { return make(chan outcome, 1) }}

// propose returns the state machine's answer once the command is committed and applied here.
func (n *node) propose(ctx context.Context, command raft.Command) (raft.Answer, error) {
	data, err := commands.Append(make([]byte, numberBytes, numberBytes+commands.Size(command)), command)
	if err != nil {
		return raft.Answer{}, err
	}
	client := idleClients.Get().(chan outcome)
	if !n.proposed.put(proposal{data, client}) {
		return raft.Answer{}, errStopped
	}
	if ctx.Done() == nil { // a select is a large part of the cost of a wait
		outcome := <-client
		idleClients.Put(client)
		return outcome.answer, outcome.err
	}
	select {
	case outcome := <-client:
		return outcome.answer, outcome.err
	case <-ctx.Done():
		return raft.Answer{}, &cluster.AbortedError{Reason: "the context ended before the answer came", Cause: context.Cause(ctx)}
	}
}

var errStopped = &cluster.StoppedError{Reason: "the node has stopped"}

// waiters are the clients of a node's proposals, which are applied in the order in which they were appended.
type waiters struct {
	node    uint64
	mu      sync.Mutex
	waiting []chan outcome
	first   uint64 // the place of waiting[0]
}

// add numbers proposals, and registers their clients.
func (w *waiters) add(proposals []proposal) {
	w.mu.Lock()
	defer w.mu.Unlock()
	for _, proposal := range proposals {
		place := w.first + uint64(len(w.waiting))
		binary.LittleEndian.PutUint64(proposal.data, w.node<<nodeShift|place)
		w.waiting = append(w.waiting, proposal.client)
	}
}

// An applied entry's outcome, for the client of this number.
type applied struct {
	number  uint64
	outcome outcome
}

// answer answers the clients of applied entries, except those of other nodes' proposals.
func (w *waiters) answer(batch []applied) {
	w.mu.Lock()
	defer w.mu.Unlock()
	for i := range batch {
		place := batch[i].number - w.node<<nodeShift
		if place-w.first >= uint64(len(w.waiting)) { // of another node, or rejected
			continue
		}
		w.waiting[place-w.first] <- batch[i].outcome
		w.waiting = w.waiting[place-w.first+1:]
		w.first = place + 1
	}
}

// reject rejects all waiting clients.
func (w *waiters) reject(err error) {
	w.mu.Lock()
	defer w.mu.Unlock()
	for _, client := range w.waiting {
		client <- outcome{err: err}
	}
	w.first += uint64(len(w.waiting))
	w.waiting = nil
}
