package cluster_test

import (
	"encoding/json"
	"errors"
	"fmt"
	"testing"

	"github.com/raft-three-ways/go-reference/cluster"
	"github.com/raft-three-ways/go-reference/raft"
)

func TestFailures(t *testing.T) {
	t.Run("every error of the contract crosses a border by its name, and says the same on the other side", func(t *testing.T) {
		for _, err := range []raft.Error{
			&raft.NotLeaderError{ID: 1, Leader: 2},
			&raft.NotLeaderError{ID: 1},
			&raft.OverloadedError{Reason: "too much"},
			&raft.ChangeRefusedError{Reason: "not now"},
			&raft.TransferRefusedError{Reason: "no voter"},
			&cluster.SessionExpiredError{Reason: "unknown"},
			&cluster.SequenceTooOldError{Reason: "gone on"},
			&cluster.UnavailableError{Reason: "lost"},
			&cluster.AbortedError{Reason: "given up"},
			&cluster.StoppedError{Reason: "stopped"},
			&raft.InvalidArgumentError{Reason: "nonsense"},
		} {
			again := cluster.ErrorOf(cluster.FailureOf(fmt.Errorf("under way: %w", err)))
			known, isKnown := again.(raft.Error)
			if !isKnown || known.Kind() != err.Kind() || again.Error() != "under way: "+err.Error() {
				t.Errorf("%v became %v", err, again)
			}
			if notLeader, isIt := again.(*raft.NotLeaderError); isIt && notLeader.Leader != err.(*raft.NotLeaderError).Leader {
				t.Errorf("%v became %+v", err, notLeader)
			}
		}
	})
	t.Run("an error of another project keeps its message", func(t *testing.T) {
		failure := cluster.FailureOf(errors.New("out of paper"))
		if again := cluster.ErrorOf(failure); failure.Error != "RaftError" || again.Error() != "out of paper" {
			t.Errorf("it became %+v, and then %v", failure, again)
		}
	})
}

func TestContractJSON(t *testing.T) {
	t.Run("every client message survives its codec", func(t *testing.T) {
		for _, text := range []string{
			`{"type":"ClientRequest","from":2,"to":1,"requestId":7,"command":{"type":"set","id":"1","name":"Ada"}}`,
			`{"type":"ClientReply","from":1,"to":2,"requestId":7,"outcome":{"ok":true,"answer":12}}`,
			`{"type":"ClientReply","from":1,"to":2,"requestId":7,"outcome":{"ok":true,"answer":null}}`,
			`{"type":"ClientReply","from":1,"to":2,"requestId":7,"outcome":{"ok":true,"answer":"Ada"}}`,
			`{"type":"ClientReply","from":1,"to":2,"requestId":7,"outcome":` +
				`{"ok":false,"error":"NotLeader","message":"server 1 is not the leader","leader":null}}`,
			`{"type":"TimeoutNow","from":1,"to":2,"term":3}`,
		} {
			message, err := cluster.UnmarshalMessage([]byte(text))
			if err != nil {
				t.Fatal(err)
			}
			if again, err := json.Marshal(message); err != nil || string(again) != text {
				t.Errorf("%s became %s: %v", text, again, err)
			}
		}
	})
	t.Run("an event is written between its type and its time", func(t *testing.T) {
		for text, event := range map[string]raft.Event{
			`{"type":"role","server":1,"term":2,"role":"leader","at":1.5}`: raft.RoleEvent{Server: 1, Term: 2, Role: raft.Leader},
			`{"type":"crash","server":3,"at":1.5}`:                         cluster.ServerEvent{Type: "crash", Server: 3},
			`{"type":"drop","message":{"type":"RequestVoteReply","from":1,"to":2,"term":3,"voteGranted":true},"at":1.5}`: cluster.MessageEvent{
				Type: "drop", Message: &raft.RequestVoteReply{From: 1, To: 2, Term: 3, VoteGranted: true}},
		} {
			if got, err := json.Marshal(cluster.TraceEvent{Event: event, At: 1.5}); err != nil || string(got) != text {
				t.Errorf("the event is %s, want %s: %v", got, text, err)
			}
		}
	})
}

func TestFaultRules(t *testing.T) {
	t.Run("fault rules that cannot be used are named", func(t *testing.T) {
		err := cluster.FaultRules{Drop: 1.5}.Check()
		if err == nil || err.Error() != "drop is 1.5: give a probability from 0 to 1" {
			t.Errorf("the error is %v", err)
		}
	})
}
