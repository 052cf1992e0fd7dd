package cluster_test

import (
	"errors"
	"strings"
	"testing"

	"github.com/raft-three-ways/go-reference/cluster"
	"github.com/raft-three-ways/go-reference/raft"
)

func TestClientCommand(t *testing.T) {
	t.Run("a command is a copy that shares nothing with the caller's", func(t *testing.T) {
		mark := raft.SessionMark{Session: 1, Sequence: 2}
		command, err := cluster.ClientCommand(raft.Command{Type: raft.Set, ID: "1", Name: "Ada"}, &mark)
		mark.Sequence = 3
		if err != nil || command.Mark.Sequence != 2 {
			t.Errorf("the command is %+v, and the error %v", command, err)
		}
	})
	t.Run("a command that cannot be used is refused, and what is wrong with it named", func(t *testing.T) {
		mark := &raft.SessionMark{Session: 1, Sequence: 1}
		largest := strings.Repeat("n", cluster.MaxCommandBytes)
		const counts = "give an integer from 1 to 9007199254740991"
		for _, wrong := range []struct {
			command raft.Command
			session *raft.SessionMark
			reason  string
		}{
			{raft.Command{}, nil, `command.type is "noop": give "set", "delete" or "register"`},
			{raft.Command{Type: raft.Configure}, nil, `command.type is "configuration": give "set", "delete" or "register"`},
			{raft.Command{Type: 9}, nil, `command.type is 9: give "set", "delete" or "register"`},
			{raft.Command{Type: raft.Set, Mark: mark}, nil, `"mark" is an object: there is no such field in command`},
			{raft.Command{Type: raft.Set, Configuration: &raft.Configuration{}}, nil, `"configuration" is an object: there is no such field in command`},
			{raft.Command{Type: raft.Delete, Name: "Ada"}, nil, `"name" is "Ada": there is no such field in command`},
			{raft.Command{Type: raft.Register, ID: "1"}, nil, `"id" is "1": there is no such field in command`},
			{raft.Command{Type: raft.Register}, mark, "session is an object: give none to a register command"},
			{raft.Command{Type: raft.Set, ID: "\xff"}, nil, `command.id is "\xff": give well-formed text`},
			{raft.Command{Type: raft.Set, Name: "\xed\xa0\x80"}, nil, `command.name is "\xed\xa0\x80": give well-formed text`},
			{raft.Command{Type: raft.Set, ID: "1", Name: largest}, nil, "command.id and command.name have more than 1048576 bytes of UTF-8: give less"},
			{raft.Command{Type: raft.Delete, ID: largest + "n"}, nil, "command.id has more than 1048576 bytes of UTF-8: give less"},
			{raft.Command{Type: raft.Set}, &raft.SessionMark{Sequence: 1}, "session.session is 0: " + counts},
			{raft.Command{Type: raft.Set}, &raft.SessionMark{Session: 1}, "session.sequence is 0: " + counts},
			{raft.Command{Type: raft.Set}, &raft.SessionMark{Session: 1, Sequence: 1 << 53}, "session.sequence is 9007199254740992: " + counts},
		} {
			_, err := cluster.ClientCommand(wrong.command, wrong.session)
			if invalid, isIt := errors.AsType[*raft.InvalidArgumentError](err); !isIt || invalid.Reason != wrong.reason {
				t.Errorf("the error is %v, want %s", err, wrong.reason)
			}
		}
	})
}

func TestClientMessages(t *testing.T) {
	settings, _ := raft.Settings{}.Complete()
	state := raft.New(1, settings, raft.StableState{})
	set := raft.Command{Type: raft.Set, ID: "1", Name: "Ada", Mark: &raft.SessionMark{Session: 3, Sequence: 1}}
	t.Run("a peer may pass on what a client may propose, and nothing else", func(t *testing.T) {
		if !cluster.IsWellFormed(state, &cluster.ClientRequest{From: 2, To: 1, RequestID: 7, Command: set}) {
			t.Error("a client's command is dropped")
		}
		for _, request := range []cluster.ClientRequest{
			{From: 2, To: 1, Command: raft.Command{Type: raft.Configure, Configuration: &raft.Configuration{}}},
			{From: 2, To: 1, Command: raft.Command{}},
			{From: 2, To: 1, Command: raft.Command{Type: raft.Set, Mark: &raft.SessionMark{Session: 3}}},
			{From: 1, To: 1, Command: set},
			{From: 2, To: 3, Command: set},
			{From: 2, To: 1, RequestID: -1, Command: set},
		} {
			if cluster.IsWellFormed(state, &request) {
				t.Errorf("%+v is taken", request)
			}
		}
	})
	t.Run("a reply is taken if it is one", func(t *testing.T) {
		if !cluster.IsWellFormed(state, &cluster.ClientReply{From: 2, To: 1, Outcome: cluster.Outcome{OK: true}}) {
			t.Error("an answer is dropped")
		}
		for _, outcome := range []cluster.Outcome{
			{OK: true, Answer: raft.Answer{Name: "\xff"}},
			{OK: true, Answer: raft.Answer{Session: -1}},
			{Failure: cluster.Failure{Error: "Aborted", Message: "\xff"}},
			{Failure: cluster.Failure{Leader: -1}},
		} {
			if cluster.IsWellFormed(state, &cluster.ClientReply{From: 2, To: 1, Outcome: outcome}) {
				t.Errorf("%+v is taken", outcome)
			}
		}
	})
}

func TestSettingsAsJSON(t *testing.T) {
	t.Run("null, another type, another length and an unknown name are refused as in the other language", func(t *testing.T) {
		const times = "give two times in ms, such as [150, 300]"
		for text, want := range map[string]string{
			`null`:                            "settings is null: give an object",
			`{"preVote":null}`:                "preVote is null: give true or false",
			`{"checkQuorum":1}`:               "checkQuorum is 1: give true or false",
			`{"servers":null}`:                "servers is null: give an integer from 1 to 10001",
			`{"servers":"3"}`:                 `servers is "3": give an integer from 1 to 10001`,
			`{"electionTimeout":[1,2,3]}`:     "electionTimeout is an array: " + times,
			`{"electionTimeout":null}`:        "electionTimeout is null: " + times,
			`{"electionTimeout":[150]}`:       "electionTimeout is an array: " + times,
			`{"electionTimeot":5}`:            `"electionTimeot" is 5: there is no such field in settings`,
			`{"heartbeatInterval":0}`:         "heartbeatInterval is 0 ms: give more than 0 and less than the election timeout's minimum, 150 ms",
			`{"electionTimeout":[150,150.5]}`: "electionTimeout is [150, 150.5] ms: give 0 < min, and max from min + 1 to 2147483647, so that not all campaign at once; or max = min, so that they do",
			`{"electionTimeout":[0,0]}`:       "electionTimeout is [0, 0] ms: give 0 < min, and max from min + 1 to 2147483647, so that not all campaign at once; or max = min, so that they do",
			`{"maxBytesInFlight":1000000000}`: "maxBytesInFlight is 1000000000: give an integer from 1 to 67108864",
		} {
			_, err := raft.ParseSettings([]byte(text))
			if invalid, isIt := errors.AsType[*raft.InvalidArgumentError](err); !isIt || invalid.Reason != want {
				t.Errorf("%s: the error is %v", text, err)
			}
		}
	})
}
