package raft

import (
	"cmp"
	"context"
	"fmt"
)

// Validation of the arguments of a Cluster, shared by all runtimes: ranges, and a copy of all that the cluster keeps,
// because a caller may change its own slice or pointee at any time.

// MaxCommandBytes is the maximum of UTF-8 bytes of a command's id and name together, and of the id of a read: 1 MiB.
const MaxCommandBytes = 1024 * 1024

// ClientCommand returns a copy of a client's command for the log. The error is an InvalidArgumentError.
func ClientCommand(given Command, session *SessionMark) (Command, error) {
	if given.Mark != nil {
		return Command{}, refuseField("command", given.Mark, "mark")
	}
	if given.Type != Set && given.Type != Delete && given.Type != Register {
		return Command{}, refuse("command.type", given.Type.shown(), `"set", "delete" or "register"`)
	}
	if err := requireOwnFields(given); err != nil {
		return Command{}, err
	}
	if given.Type == Register && session != nil {
		return Command{}, refuse("session", session, "none to a register command")
	}
	mark, err := sessionMark(session)
	return Command{Type: given.Type, ID: given.ID, Name: given.Name, Mark: mark}, err
}

// requireOwnFields refuses fields that the command's type does not use.
func requireOwnFields(given Command) error {
	switch {
	case given.Configuration != nil:
		return refuseField("command", given.Configuration, "configuration")
	case given.Type == Register && given.ID != "":
		return refuseField("command", given.ID, "id")
	case given.Type != Set && given.Name != "":
		return refuseField("command", given.Name, "name")
	case given.Type == Delete:
		return RequireKey("command.id", given.ID)
	}
	return cmp.Or(
		requireText("command.id", given.ID),
		requireText("command.name", given.Name),
		requireRoom("command.id and command.name", given.ID, given.Name),
	)
}

// shown returns the type's name, or the number of an unknown type.
func (t CommandType) shown() any {
	if t <= Configure {
		return t.String()
	}
	return int(t)
}

// sessionMark returns a copy of the mark, if any.
func sessionMark(given *SessionMark) (*SessionMark, error) {
	if given == nil {
		return nil, nil
	}
	mark := *given
	return &mark, cmp.Or(
		requireInteger("session.session", float64(mark.Session), 1, maxCount),
		requireInteger("session.sequence", float64(mark.Sequence), 1, maxCount),
	)
}

// RequireKey checks the id of a read. The error is an InvalidArgumentError.
func RequireKey(name, id string) error {
	return cmp.Or(requireText(name, id), requireRoom(name, id, ""))
}

func requireRoom(name, text, more string) error {
	if len(text)+len(more) <= MaxCommandBytes {
		return nil
	}
	have := "have"
	if more == "" {
		have = "has"
	}
	return invalid("%s %s more than %d bytes of UTF-8: give less", name, have, MaxCommandBytes)
}

// Check checks the change's type; the cluster checks that the server exists. The error is an InvalidArgumentError.
func (change ConfigurationChange) Check() error {
	if change.Type > Remove {
		return refuse("change.type", int(change.Type), `"addLearner", "promote" or "remove"`)
	}
	return nil
}

// Check checks the consistency. The error is an InvalidArgumentError.
func (options ReadOptions) Check() error {
	if options.Consistency != Linearizable && options.Consistency != Stale {
		return refuse("consistency", string(options.Consistency), `"linearizable" or "stale"`)
	}
	return nil
}

// RequireServer fails with an InvalidArgumentError unless id is from 1 to servers.
func RequireServer(id ServerID, servers int) error {
	if id < 1 || int(id) > servers {
		return invalid("there is no server %d: this cluster has servers 1 to %d", id, servers)
	}
	return nil
}

// PartitionGroups returns a copy of the groups of a partition, in which no server occurs twice; the cluster checks that the
// servers exist. The error is an InvalidArgumentError.
func PartitionGroups(given [][]ServerID) ([][]ServerID, error) {
	groups := make([][]ServerID, len(given))
	named := make(map[ServerID]bool)
	for i, group := range given {
		copied, err := partitionGroup(fmt.Sprintf("groups[%d]", i), group, named)
		if err != nil {
			return nil, err
		}
		groups[i] = copied
	}
	return groups, nil
}

func partitionGroup(name string, given []ServerID, named map[ServerID]bool) ([]ServerID, error) {
	for i, id := range given {
		place := fmt.Sprintf("%s[%d]", name, i)
		if err := requireInteger(place, float64(id), 1, maxCount); err != nil {
			return nil, err
		}
		if named[id] {
			return nil, refuse(place, int(id), "each server once")
		}
		named[id] = true
	}
	return append([]ServerID{}, given...), nil
}

// RequireContext fails with an InvalidArgumentError unless there is one: nil ends in a panic much later.
func RequireContext(ctx context.Context) error {
	if ctx == nil {
		return invalid("ctx is nil: give a context, such as context.Background()")
	}
	return nil
}
