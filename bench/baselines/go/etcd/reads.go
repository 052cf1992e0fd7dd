package etcd

import (
	"context"
	"encoding/binary"
	"sync"

	"github.com/raft-three-ways/go-reference/cluster"
	"github.com/raft-three-ways/go-reference/raft"
	etcdraft "go.etcd.io/raft/v3"
)

// reads are linearizable reads, in batches: as in etcd's server, those that arrive while a batch is confirmed by a round of
// heartbeats wait for the next. The goroutine that drives the RawNode owns all fields but the queue.
type reads struct {
	asked *queue[chan error] // a client each, with room for its one outcome
	// waiting are the clients of the next batch, confirming those of the batch under way, unapplied those of a batch whose
	// index is known and not yet applied.
	waiting, confirming []chan error
	unapplied           []unappliedReads
	batch               uint64
}

type unappliedReads struct {
	index   uint64
	clients []chan error
}

var idleReaders = sync.Pool{New: func() any { return make(chan error, 1) }}

// read returns the name of an id once the state machine has applied all that was committed when it was asked.
func (n *node) read(ctx context.Context, id string) (raft.Answer, error) {
	client := idleReaders.Get().(chan error)
	if !n.reads.asked.put(client) {
		return raft.Answer{}, errStopped
	}
	if ctx.Done() == nil { // a select is a large part of the cost of a wait
		err := <-client
		idleReaders.Put(client)
		if err != nil {
			return raft.Answer{}, err
		}
		return n.get(id), nil
	}
	select {
	case err := <-client:
		if err != nil {
			return raft.Answer{}, err
		}
		return n.get(id), nil
	case <-ctx.Done():
		return raft.Answer{}, &cluster.AbortedError{Reason: "the context ended before the answer came", Cause: context.Cause(ctx)}
	}
}

func (n *node) get(id string) raft.Answer {
	n.machineMu.RLock()
	defer n.machineMu.RUnlock()
	return n.machine.Get(id)
}

// startReads begins the next batch unless one is under way.
func (n *node) startReads() {
	r := &n.reads
	if len(r.waiting) == 0 || len(r.confirming) > 0 {
		return
	}
	r.confirming, r.waiting = r.waiting, nil
	r.batch++
	n.raw.ReadIndex(binary.LittleEndian.AppendUint64(nil, r.batch))
}

// confirmReads takes the index of the batch under way from a Ready.
func (n *node) confirmReads(states []etcdraft.ReadState) {
	r := &n.reads
	for _, state := range states {
		if binary.LittleEndian.Uint64(state.RequestCtx) == r.batch {
			r.unapplied = append(r.unapplied, unappliedReads{state.Index, r.confirming})
			r.confirming = nil
		}
	}
}

// answerReads answers the reads whose index is applied.
func (n *node) answerReads() {
	r, applied := &n.reads, n.applied.Load()
	for len(r.unapplied) > 0 && r.unapplied[0].index <= applied {
		for _, client := range r.unapplied[0].clients {
			client <- nil
		}
		r.unapplied = r.unapplied[1:]
	}
}

// rejectReads ends all reads but those that are still in the queue.
func (n *node) rejectReads(err error) {
	r := &n.reads
	for _, batch := range append(r.unapplied, unappliedReads{clients: r.confirming}, unappliedReads{clients: r.waiting}) {
		for _, client := range batch.clients {
			client <- err
		}
	}
	r.unapplied, r.confirming, r.waiting = nil, nil, nil
}
