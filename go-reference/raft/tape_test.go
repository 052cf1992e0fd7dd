package raft_test

import (
	"fmt"
	"slices"
	"testing"

	"github.com/raft-three-ways/go-reference/raft"
)

// A tape decodes bytes as settings, messages and actions: each choice takes the next byte, or 0 at the end.
type tape struct{ left []byte }

func (b *tape) upTo(highest int) int {
	if len(b.left) == 0 {
		return 0
	}
	next := int(b.left[0])
	b.left = b.left[1:]
	return next % (highest + 1)
}

func (b *tape) flag() bool           { return b.upTo(1) == 1 }
func (b *tape) term() raft.Term      { return raft.Term(b.upTo(5)) }
func (b *tape) index() raft.LogIndex { return raft.LogIndex(b.upTo(6)) }
func (b *tape) peer() raft.ServerID  { return raft.ServerID(2 + b.upTo(2)) }

func (b *tape) onOrOff() raft.Switch {
	if b.flag() {
		return raft.On
	}
	return raft.Off
}

func (b *tape) settings(t *testing.T) raft.Settings {
	settings, err := raft.Settings{
		PreVote:              b.onOrOff(),
		CheckQuorum:          b.onOrOff(),
		MaxEntriesPerMessage: 1 + b.upTo(2),
		MaxMessagesInFlight:  1 + b.upTo(2),
		MaxUncommitted:       1 + b.upTo(4),
		SnapshotChunk:        1 + b.upTo(2),
	}.Complete()
	if err != nil {
		t.Fatal(err)
	}
	return settings
}

// act delivers a message, or takes another step of a runtime.
func (b *tape) act(state *raft.State) (what string, err error) {
	if b.upTo(2) < 2 {
		message := b.message()
		_, err := state.Receive(message)
		return fmt.Sprintf("%T%+v", message, message), err
	}
	choice := b.upTo(13)
	return fmt.Sprintf("act %d", choice), b.ownAct(state, choice)
}

func (b *tape) ownAct(state *raft.State, choice int) (err error) {
	switch choice {
	case 0:
		state.StartElection()
	case 1:
		state.LeaderIsSilent()
	case 2:
		state.CheckQuorum()
	case 3:
		state.AbandonTransfer()
	case 4:
		_, err = state.Propose(b.command())
	case 5, 6:
		_, err = state.ProposeChange(raft.ConfigurationChange{Type: raft.ChangeType(b.upTo(2)), Server: raft.ServerID(1 + b.upTo(3))})
	case 7:
		err = state.StartRead(1, 1)
	case 8:
		err = state.StartTransfer(b.peer())
	case 9:
		state.ConfirmedReads()
	case 10:
		for id := range raft.ServerID(5) {
			state.VoteRequestTo(id)
			state.NextMessageTo(id)
			state.HeartbeatTo(id)
		}
	case 11:
		writeAll(state)
	case 12:
		applyAll(state)
	default:
		state.Compact([]byte("abc"))
	}
	return err
}

func applyAll(state *raft.State) {
	if snapshot := state.SnapshotToRestore(); snapshot != nil {
		state.MarkApplied(snapshot.LastIncludedIndex)
	}
	state.MarkApplied(state.LastApplied + raft.LogIndex(len(state.CommittedEntries(2))))
}

func (b *tape) message() raft.RaftMessage {
	from, term := b.peer(), b.term()
	switch b.upTo(10) {
	case 0:
		return &raft.PreVote{From: from, To: 1, Term: term, LastLogIndex: b.index(), LastLogTerm: b.term()}
	case 1:
		return &raft.PreVoteReply{From: from, To: 1, Term: term, VoteGranted: b.flag()}
	case 2:
		return &raft.RequestVote{From: from, To: 1, Term: term, LastLogIndex: b.index(), LastLogTerm: b.term(), LeadershipTransfer: b.flag()}
	case 3:
		return &raft.RequestVoteReply{From: from, To: 1, Term: term, VoteGranted: b.flag()}
	case 4:
		return &raft.AppendEntries{From: from, To: 1, Term: term, PrevLogIndex: b.index(), PrevLogTerm: b.term(),
			Entries: b.entries(), LeaderCommit: b.index(), Round: b.upTo(2)}
	case 5:
		return &raft.AppendEntriesReply{From: from, To: 1, Term: term, Success: b.flag(), PrevLogIndex: b.index(),
			MatchIndex: b.index(), ConflictTerm: b.term(), ConflictIndex: b.index(), Round: b.upTo(2)}
	case 6:
		return &raft.InstallSnapshot{From: from, To: 1, Term: term, LastIncludedIndex: b.index(), LastIncludedTerm: b.term(),
			Configuration: b.configuration(), Offset: b.upTo(3), Data: make([]byte, b.upTo(3)), Done: b.flag(), Round: b.upTo(2)}
	case 7:
		return &raft.InstallSnapshotReply{From: from, To: 1, Term: term, LastIncludedIndex: b.index(), Offset: b.upTo(3),
			Installed: b.flag(), Round: b.upTo(2)}
	case 8:
		return &raft.TimeoutNow{From: from, To: 1, Term: term}
	case 9:
		return &raft.ReadIndex{From: from, To: 1, Term: term, ReadID: b.upTo(6)}
	default:
		return &raft.ReadIndexReply{From: from, To: 1, Term: term, ReadID: b.upTo(6), ReadIndex: b.index()}
	}
}

// entries mostly have ascending terms: others are refused early.
func (b *tape) entries() []*raft.Entry {
	var entries []*raft.Entry
	for range b.upTo(4) {
		entries = append(entries, &raft.Entry{Term: b.term(), Command: b.command()})
	}
	if b.upTo(7) > 0 {
		slices.SortFunc(entries, func(a, b *raft.Entry) int { return int(a.Term - b.Term) })
	}
	return entries
}

func (b *tape) command() raft.Command {
	command := raft.Command{Type: raft.CommandType(b.upTo(4)), ID: fmt.Sprint(b.upTo(3)), Name: fmt.Sprint(b.upTo(200))}
	switch {
	case command.Type == raft.Configure:
		configuration := b.configuration()
		command.Configuration = &configuration
	case b.flag():
		command.Mark = &raft.SessionMark{Session: b.index(), Sequence: b.upTo(3)}
	}
	return command
}

// configuration has at least one voter.
func (b *tape) configuration() raft.Configuration {
	c := raft.Configuration{Learners: []raft.ServerID{}}
	for id := raft.ServerID(1); id <= 4; id++ {
		switch b.upTo(3) {
		case 0:
			c.Learners = append(c.Learners, id)
		case 1, 2:
			c.Voters = append(c.Voters, id)
		}
	}
	if len(c.Voters) == 0 {
		c.Voters = []raft.ServerID{1}
	}
	return c
}
