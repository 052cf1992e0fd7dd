package cluster

import (
	"cmp"
	"context"
	"fmt"

	"github.com/raft-three-ways/go-reference/raft"
)

// Validation of the arguments of a Cluster, shared by all runtimes: ranges, and a copy of all that the cluster keeps,
// because a caller may change its own slice or pointee at any time.

// MaxCommandBytes is the maximum of UTF-8 bytes of a command's id and name together, and of the id of a read: 1 MiB.
const MaxCommandBytes = 1024 * 1024

// ClientCommand returns a copy of a client's command for the log. The error is an InvalidArgumentError.
func ClientCommand(given raft.Command, session *raft.SessionMark) (raft.Command, error) {
	if err := requireOwnFields(&given); err != nil {
		return raft.Command{}, err
	}
	if session == nil {
		return raft.Command{Type: given.Type, ID: given.ID, Name: given.Name}, nil
	}
	if given.Type == raft.Register {
		return raft.Command{}, raft.Refuse("session", session, "none to a register command")
	}
	mark, err := sessionMark(*session)
	return raft.Command{Type: given.Type, ID: given.ID, Name: given.Name, Mark: mark}, err
}

// requireOwnFields checks the fields that the command's type uses, and refuses others.
func requireOwnFields(given *raft.Command) error {
	switch {
	case given.Mark != nil:
		return raft.RefuseField("command", given.Mark, "mark")
	case given.Type != raft.Set && given.Type != raft.Delete && given.Type != raft.Register:
		return raft.Refuse("command.type", shown(given.Type), `"set", "delete" or "register"`)
	case given.Configuration != nil:
		return raft.RefuseField("command", given.Configuration, "configuration")
	case given.Type == raft.Set:
		return requireTexts(given.ID, given.Name)
	case given.Type == raft.Register && given.ID != "":
		return raft.RefuseField("command", given.ID, "id")
	case given.Name != "":
		return raft.RefuseField("command", given.Name, "name")
	}
	return RequireKey("command.id", given.ID)
}

func requireTexts(id, name string) error {
	if err := raft.RequireText("command.id", id); err != nil {
		return err
	}
	if err := raft.RequireText("command.name", name); err != nil {
		return err
	}
	return requireRoom("command.id and command.name", id, name)
}

// shown returns the type's name, or the number of an unknown type.
func shown(t raft.CommandType) any {
	if t <= raft.Configure {
		return t.String()
	}
	return int(t)
}

// sessionMark returns a copy of the mark.
func sessionMark(mark raft.SessionMark) (*raft.SessionMark, error) {
	return &mark, cmp.Or(
		raft.RequireInteger("session.session", float64(mark.Session), 1, raft.MaxCount),
		raft.RequireInteger("session.sequence", float64(mark.Sequence), 1, raft.MaxCount),
	)
}

// RequireKey checks the id of a read. The error is an InvalidArgumentError.
func RequireKey(name, id string) error {
	return cmp.Or(raft.RequireText(name, id), requireRoom(name, id, ""))
}

func requireRoom(name, text, more string) error {
	if len(text)+len(more) <= MaxCommandBytes {
		return nil
	}
	have := "have"
	if more == "" {
		have = "has"
	}
	return raft.Invalid("%s %s more than %d bytes of UTF-8: give less", name, have, MaxCommandBytes)
}

// CheckChange checks the change's type; the cluster checks that the server exists. The error is an InvalidArgumentError.
func CheckChange(change raft.ConfigurationChange) error {
	if change.Type > raft.Remove {
		return raft.Refuse("change.type", int(change.Type), `"addLearner", "promote" or "remove"`)
	}
	return nil
}

// Check checks the consistency. The error is an InvalidArgumentError.
func (options ReadOptions) Check() error {
	if options.Consistency != Linearizable && options.Consistency != Stale {
		return raft.Refuse("consistency", string(options.Consistency), `"linearizable" or "stale"`)
	}
	return nil
}

// RequireServer fails with an InvalidArgumentError unless id is from 1 to servers.
func RequireServer(id raft.ServerID, servers int) error {
	if id < 1 || int(id) > servers {
		return raft.Invalid("there is no server %d: this cluster has servers 1 to %d", id, servers)
	}
	return nil
}

// RequireBlock fails with an InvalidArgumentError unless it is the length of a block.
func RequireBlock(ms raft.Millis) error {
	return raft.RequireBetween("ms", float64(ms), 0, 60_000, "a time from 0 to 60,000 ms")
}

// PartitionGroups returns a copy of the groups of a partition, in which no server occurs twice; the cluster checks that the
// servers exist. The error is an InvalidArgumentError.
func PartitionGroups(given [][]raft.ServerID) ([][]raft.ServerID, error) {
	groups := make([][]raft.ServerID, len(given))
	named := make(map[raft.ServerID]bool)
	for i, group := range given {
		copied, err := partitionGroup(fmt.Sprintf("groups[%d]", i), group, named)
		if err != nil {
			return nil, err
		}
		groups[i] = copied
	}
	return groups, nil
}

func partitionGroup(name string, given []raft.ServerID, named map[raft.ServerID]bool) ([]raft.ServerID, error) {
	for i, id := range given {
		place := fmt.Sprintf("%s[%d]", name, i)
		if err := raft.RequireInteger(place, float64(id), 1, raft.MaxCount); err != nil {
			return nil, err
		}
		if named[id] {
			return nil, raft.Refuse(place, int(id), "each server once")
		}
		named[id] = true
	}
	return append([]raft.ServerID{}, given...), nil
}

// RequireContext fails with an InvalidArgumentError unless there is one: nil ends in a panic much later.
func RequireContext(ctx context.Context) error {
	if ctx == nil {
		return raft.Invalid("ctx is nil: give a context, such as context.Background()")
	}
	return nil
}
