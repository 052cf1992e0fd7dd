package replay

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"

	"github.com/raft-three-ways/go-reference/kv"
	"github.com/raft-three-ways/go-reference/raft"
)

// An action makes one call of the rules, with the arguments of its line, and returns its result. An InvalidArgumentError is
// about the line; any other error is the call's own.
type action func(s *server, line *line) (out any, err error)

// actions by their name in a recording.
var actions = map[string]action{
	"start":           start,
	"receive":         receive,
	"startElection":   bare((*raft.State).StartElection),
	"leaderIsSilent":  bare((*raft.State).LeaderIsSilent),
	"checkQuorum":     bare((*raft.State).CheckQuorum),
	"abandonTransfer": bare((*raft.State).AbandonTransfer),
	"voteRequestTo":   sending((*raft.State).VoteRequestTo),
	"nextMessageTo":   sending((*raft.State).NextMessageTo),
	"heartbeatTo":     sending((*raft.State).HeartbeatTo),
	"roundTo":         sending((*raft.State).RoundTo),
	"propose":         func(s *server, line *line) (any, error) { return s.state.Propose(line.Command) },
	"proposeChange":   func(s *server, line *line) (any, error) { return s.state.ProposeChange(line.Change) },
	"startTransfer":   func(s *server, line *line) (any, error) { return nil, s.state.StartTransfer(line.To) },
	"startRead":       func(s *server, line *line) (any, error) { return nil, s.state.StartRead(line.From, line.ReadID) },
	"confirmedReads":  func(s *server, _ *line) (any, error) { return s.state.ConfirmedReads(), nil },
	"readIndexFrom":   func(s *server, line *line) (any, error) { return s.state.ReadIndexFrom(line.ReadID), nil },
	"unstableState":   unstableState,
	"markStable":      markStable,
	"committedEntries": func(s *server, line *line) (any, error) {
		terms := []raft.Term{}
		for _, entry := range s.state.CommittedEntries(line.Limit) {
			terms = append(terms, entry.Term)
		}
		return terms, nil
	},
	"apply": apply,
	"markApplied": func(s *server, line *line) (any, error) {
		s.state.MarkApplied(line.Index)
		return nil, nil
	},
	"restore": restore,
	"compact": compact,
}

// start syncs as many of the writes as survived the crash, so that the storage holds what the line says. It includes all
// that the rules were to mark as stable.
func start(s *server, line *line) (any, error) {
	if line.Stored.CurrentTerm == 0 { // the first start, or the disk was lost
		s.storage, s.writes, s.synced = raft.MemoryStorage{}, nil, 0
	}
	stored, err := json.Marshal(line.Stored)
	if err != nil {
		return nil, err
	}
	for {
		here, err := json.Marshal(s.storage.Load())
		if err != nil {
			return nil, err
		}
		if sameJSON(here, stored) {
			break
		}
		if s.synced == len(s.writes) {
			return fmt.Sprintf("stored was %s", here), nil // not null: a difference
		}
		s.sync(s.synced + 1)
	}
	s.writes, s.synced = nil, 0
	return nil, nil
}

// sync makes the first count writes stable.
func (s *server) sync(count int) {
	for ; s.synced < count; s.synced++ {
		s.storage.Write(s.writes[s.synced])
	}
	s.storage.Sync()
}

func bare(call func(*raft.State)) action {
	return func(s *server, _ *line) (any, error) {
		call(s.state)
		return nil, nil
	}
}

func sending(call func(*raft.State, raft.ServerID) raft.RaftMessage) action {
	return func(s *server, line *line) (any, error) { return call(s.state, line.To), nil }
}

func receive(s *server, line *line) (any, error) {
	message, err := raft.UnmarshalMessage(line.Message)
	if err != nil {
		return nil, err
	}
	return s.state.Receive(message)
}

func unstableState(s *server, _ *line) (any, error) {
	unstable, ok := s.state.UnstableState()
	if !ok {
		return nil, nil
	}
	s.writes = append(s.writes, unstable)
	return unstable, nil
}

func markStable(s *server, line *line) (any, error) {
	if line.Write < 0 || line.Write >= len(s.writes) {
		return nil, invalid("there is no write %d: there were %d", line.Write, len(s.writes))
	}
	s.sync(line.Write + 1)
	s.state.MarkStable(s.writes[line.Write])
	return nil, nil
}

func apply(s *server, line *line) (any, error) {
	log := s.state.Log
	if line.Index < log.FirstIndex() || line.Index > log.LastIndex() {
		return nil, invalid("there is no entry %d: the log holds %d to %d", line.Index, log.FirstIndex(), log.LastIndex())
	}
	answer, err := s.machine.Apply(&log.Slice(line.Index, line.Index)[0].Command, line.Index)
	if refusal := kv.Refusal(""); errors.As(err, &refusal) {
		return map[string]kv.Refusal{"refused": refusal}, nil
	}
	return answer, err
}

func restore(s *server, line *line) (any, error) {
	snapshot := s.state.SnapshotToRestore()
	if snapshot == nil || snapshot.LastIncludedIndex != line.Index {
		return fmt.Sprintf("a snapshot to restore of %v", snapshot), nil // not null: a difference
	}
	return nil, s.machine.Restore(snapshot.Data)
}

// compact requires the state machine's own snapshot to be the same bytes.
func compact(s *server, line *line) (any, error) {
	if data := s.machine.Snapshot(); !bytes.Equal(data, line.Data) {
		return fmt.Sprintf("the machine's snapshot %x", data), nil // not null: a difference
	}
	s.state.Compact(line.Data)
	return nil, nil
}

func invalid(format string, args ...any) error {
	return &raft.InvalidArgumentError{Reason: fmt.Sprintf(format, args...)}
}
