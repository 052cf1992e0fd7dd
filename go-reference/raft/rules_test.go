package raft_test

// What the vectors can't express: memory, errors and JSON in Go.

import (
	"encoding/json"
	"errors"
	"testing"

	"github.com/raft-three-ways/go-reference/raft"
)

func TestLog(t *testing.T) {
	t.Run("returned entries are unchanged when the log is truncated", func(t *testing.T) {
		log := raft.NewLog(nil, 0, 0)
		log.Append(&raft.Entry{Term: 1}, &raft.Entry{Term: 1}, &raft.Entry{Term: 1})
		sent := log.Slice(1, 3)
		log.TruncateFrom(2)
		log.Append(&raft.Entry{Term: 2}, &raft.Entry{Term: 2})
		if sent[1].Term != 1 || sent[2].Term != 1 {
			t.Errorf("the entries that were sent became those of term %d and %d", sent[1].Term, sent[2].Term)
		}
	})
	t.Run("appending to returned entries does not write into the log", func(t *testing.T) {
		log := raft.NewLog(nil, 0, 0)
		log.Append(&raft.Entry{Term: 1}, &raft.Entry{Term: 1})
		_ = append(log.Slice(1, 1), &raft.Entry{Term: 9})
		if log.TermAt(2) != 1 {
			t.Errorf("the log's second entry became one of term %d", log.TermAt(2))
		}
	})
	t.Run("a log does not share the entries that it was made of", func(t *testing.T) {
		var storage raft.MemoryStorage
		storage.Write(raft.Unstable{FirstIndex: 1, Entries: []*raft.Entry{{Term: 1}, {Term: 1}}})
		storage.Sync()
		log := raft.NewLog(storage.Load().Entries, 0, 0)
		storage.Write(raft.Unstable{FirstIndex: 1, Entries: []*raft.Entry{{Term: 2}}})
		storage.Sync()
		if log.TermAt(1) != 1 {
			t.Errorf("the log's first entry became one of term %d", log.TermAt(1))
		}
	})
}

func TestErrors(t *testing.T) {
	t.Run("a server that does not lead names the leader", func(t *testing.T) {
		settings, _ := raft.Settings{}.Complete()
		state := raft.New(1, settings, raft.StableState{})
		if _, err := state.Receive(&raft.AppendEntries{From: 2, To: 1, Term: 1}); err != nil {
			t.Fatal(err)
		}
		_, err := state.Propose(raft.Command{Type: raft.Noop})
		var notLeader *raft.NotLeaderError
		if !errors.As(err, &notLeader) || notLeader.Leader != 2 {
			t.Errorf("the error is %v", err)
		}
	})
	t.Run("settings that cannot be used are named", func(t *testing.T) {
		for text, want := range map[string]string{
			`{"servers": 0}`:   "servers is 0: give an integer from 1 to 10001",
			`{"servers": 2.5}`: "servers is 2.5: give an integer from 1 to 10001",
			`{"electionTimeout": [300,150]}`: "electionTimeout is [300, 150] ms: " +
				"give 0 < min, and max from min + 1 to 2147483647, so that not all campaign at once; or max = min, so that they do",
			`{"heartbeatInterval": 150}`: "heartbeatInterval is 150 ms: " +
				"give more than 0 and less than the election timeout's minimum, 150 ms",
			`{"maxMessagesInFlight": -1}`: "maxMessagesInFlight is -1: give an integer from 1 to 1000000",
			`{"seed": 4294967296}`:        "seed is 4294967296: give an integer from 0 to 4294967295",
		} {
			var invalid *raft.InvalidArgumentError
			if _, err := raft.ParseSettings([]byte(text)); !errors.As(err, &invalid) || invalid.Reason != want {
				t.Errorf("%s: the error is %v", text, err)
			}
		}
	})
}

func TestJSON(t *testing.T) {
	t.Run("a zero that is given stays zero when settings are completed again, as by a cluster", func(t *testing.T) {
		const zeros = `{"snapshotThreshold": 100, "trailingEntries": 0, "catchUpEntries": 0, "seed": 0}`
		parsed, err := raft.ParseSettings([]byte(zeros))
		if err != nil {
			t.Fatal(err)
		}
		completed, err := parsed.Complete()
		if err != nil || *completed.TrailingEntries != 0 || *completed.CatchUpEntries != 0 || *completed.Seed != 0 {
			t.Errorf("they became %s, %v", write(t, completed), err)
		}
	})
	t.Run("every message survives its codec", func(t *testing.T) {
		for _, text := range []string{
			`{"type":"RequestVote","from":1,"to":2,"term":3,"lastLogIndex":4,"lastLogTerm":5,"leadershipTransfer":true}`,
			`{"type":"AppendEntries","from":1,"to":2,"term":3,"prevLogIndex":4,"prevLogTerm":2,"entries":[` +
				`{"term":3,"command":{"type":"set","id":"","name":""}},{"term":3,"command":{"type":"delete","id":"a"}},` +
				`{"term":3,"command":{"type":"noop"}},{"term":3,"command":{"type":"register"}},` +
				`{"term":3,"command":{"type":"delete","id":"a","mark":{"session":3,"sequence":1}}},` +
				`{"term":3,"command":{"type":"configuration","configuration":{"voters":[1,2],"learners":[]}}}` +
				`],"leaderCommit":4,"round":2}`,
			`{"type":"InstallSnapshot","from":1,"to":2,"term":3,"lastIncludedIndex":4,"lastIncludedTerm":2,` +
				`"configuration":{"voters":[1],"learners":[2]},"offset":0,"data":"AAH/","done":false,"round":1}`,
			`{"type":"TimeoutNow","from":1,"to":2,"term":3}`,
			`{"type":"ReadIndexReply","from":1,"to":2,"term":3,"readId":4,"readIndex":0}`,
		} {
			message, err := raft.UnmarshalMessage([]byte(text))
			if err != nil {
				t.Fatal(err)
			}
			if again := string(write(t, message)); again != text {
				t.Errorf("%s became %s", text, again)
			}
		}
	})
	t.Run("a command that lacks what its type needs is refused", func(t *testing.T) {
		for _, text := range []string{`{}`, `{"type":"get","id":"a"}`, `{"type":"set","id":"a"}`, `{"type":"delete"}`,
			`{"type":"configuration"}`} {
			var command raft.Command
			if err := json.Unmarshal([]byte(text), &command); err == nil {
				t.Errorf("%s was taken for %v", text, command)
			}
		}
	})
}
