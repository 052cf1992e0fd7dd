package session

import (
	"bytes"
	"context"
	"encoding/json"
	"maps"
	"slices"

	"github.com/raft-three-ways/go-reference/cluster"
	"github.com/raft-three-ways/go-reference/raft"
)

// The methods of cluster.Cluster in JSON, each with its arguments and its answer:
//
//	start      {}
//	stop       {}
//	status     {"id":1}                                             the Status
//	digest     {"id":1}                                             the Digest
//	propose    {"command":{…},"via":2,"session":{…}}                the name before, or null
//	read       {"id":"key","via":2,"consistency":"linearizable"}    the name, or null
//	transfer   {"to":2}
//	change     {"type":"addLearner","server":4}
//	launch     {}                                                   the new server's id
//	crash      {"id":1}
//	restart    {"id":1}
//	block      {"id":1,"ms":20}
//	partition  {"groups":[[1],[2,3]]}
//	heal       {}
//	faults     {"drop":0.1,"delay":5,…}                             the FaultRules
//	trace      {"on":true}
//
// Via and session may be left out. A proposal, a read, a transfer and a change may be aborted.

func (s *Session) perform(ctx context.Context, method string, args json.RawMessage) (any, error) {
	switch method {
	case "start":
		return nil, s.cluster.Start()
	case "stop":
		s.cluster.Stop()
		return nil, nil
	case "status":
		return withServer(args, s.cluster.Status)
	case "digest":
		return withServer(args, s.cluster.Digest)
	case "propose":
		return s.propose(ctx, args)
	case "read":
		return s.read(ctx, args)
	case "transfer":
		given, err := parse[struct{ To raft.ServerID }](args)
		if err != nil {
			return nil, err
		}
		return nil, s.cluster.Transfer(ctx, given.To)
	case "change":
		change, err := parse[raft.ConfigurationChange](args)
		if err != nil {
			return nil, err
		}
		return nil, s.cluster.Change(ctx, change)
	case "launch":
		return s.cluster.Launch()
	case "crash":
		return withServer(args, none(s.cluster.Crash))
	case "restart":
		return withServer(args, none(s.cluster.Restart))
	case "block":
		given, err := parse[struct {
			ID raft.ServerID
			Ms raft.Millis
		}](args)
		if err != nil {
			return nil, err
		}
		return nil, s.cluster.Block(given.ID, given.Ms)
	case "partition":
		given, err := parse[struct{ Groups [][]raft.ServerID }](args)
		if err != nil {
			return nil, err
		}
		return nil, s.cluster.Partition(given.Groups)
	case "heal":
		return nil, s.cluster.Heal()
	case "faults":
		rules, err := parse[cluster.FaultRules](args)
		if err != nil {
			return nil, err
		}
		return nil, s.cluster.Faults(rules)
	case "trace":
		given, err := parse[struct{ On bool }](args)
		if err != nil {
			return nil, err
		}
		return nil, s.trace(given.On)
	default:
		return nil, invalid("unknown method %q", method)
	}
}

func (s *Session) propose(ctx context.Context, args json.RawMessage) (any, error) {
	given, err := parse[struct {
		Command *raft.Command
		Via     *raft.ServerID
		Session *raft.SessionMark
	}](args)
	if err != nil {
		return nil, err
	}
	if given.Command == nil {
		return nil, invalid(`there is no command to propose: give {"command":{"type":"set","id":"1","name":"Ada"}}`)
	}
	via, err := s.reach(given.Via)
	if err != nil {
		return nil, err
	}
	return s.cluster.Propose(ctx, *given.Command, cluster.ProposeOptions{Via: via, Session: given.Session})
}

func (s *Session) read(ctx context.Context, args json.RawMessage) (any, error) {
	given, err := parse[struct {
		ID          *string
		Via         *raft.ServerID
		Consistency cluster.Consistency
	}](args)
	if err != nil {
		return nil, err
	}
	if given.ID == nil {
		return nil, invalid(`there is no id to read: give {"id":"1","consistency":"stale"}`)
	}
	via, err := s.reach(given.Via)
	if err != nil {
		return nil, err
	}
	return s.cluster.Read(ctx, *given.ID, cluster.ReadOptions{Via: via, Consistency: given.Consistency})
}

// reach returns 0, the leader, without an argument; the argument 0 is refused.
func (s *Session) reach(via *raft.ServerID) (raft.ServerID, error) {
	if via == nil {
		return 0, nil
	}
	if *via == 0 {
		_, err := s.cluster.Status(0)
		return 0, err
	}
	return *via, nil
}

func (s *Session) trace(on bool) error {
	if !on {
		return s.cluster.Trace(nil)
	}
	return s.cluster.Trace(func(event cluster.TraceEvent) {
		s.lines <- struct {
			Event cluster.TraceEvent `json:"event"`
		}{event}
	})
}

func withServer[T any](args json.RawMessage, call func(raft.ServerID) (T, error)) (any, error) {
	given, err := parse[struct{ ID raft.ServerID }](args)
	if err != nil {
		return nil, err
	}
	return call(given.ID)
}

func none(call func(raft.ServerID) error) func(raft.ServerID) (any, error) {
	return func(id raft.ServerID) (any, error) { return nil, call(id) }
}

func parse[T any](args json.RawMessage) (given T, err error) {
	if args == nil {
		return given, nil
	}
	decoder := json.NewDecoder(bytes.NewReader(args))
	decoder.DisallowUnknownFields()
	if err := decoder.Decode(&given); err != nil {
		return given, invalid("the arguments cannot be read: %v", err)
	}
	return given, refuseNull(args)
}

// refuseNull refuses null: an argument that is not given must be left out.
func refuseNull(args json.RawMessage) error {
	if !bytes.Contains(args, []byte("null")) {
		return nil
	}
	var values any
	_ = json.Unmarshal(args, &values) // valid: it was decoded before
	if path := pathOfNull(values); path != "" {
		return invalid("%s is null: give a value, or leave it out", path[1:])
	}
	return nil
}

// pathOfNull returns the path of the first null, with a point before each name; empty if there is none.
func pathOfNull(value any) string {
	object, _ := value.(map[string]any)
	for _, name := range slices.Sorted(maps.Keys(object)) {
		if object[name] == nil {
			return "." + name
		}
		if path := pathOfNull(object[name]); path != "" {
			return "." + name + path
		}
	}
	return ""
}
