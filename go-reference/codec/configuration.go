package codec

import "github.com/raft-three-ways/go-reference/raft"

// Encoding of a cluster's membership and its changes (package raft's configuration.go).

func (w *writer) configuration(configuration *raft.Configuration) {
	if configuration == nil {
		w.refuse("a configuration is nil: give one")
		return
	}
	w.ids(configuration.Voters, "voters")
	w.ids(configuration.Learners, "learners")
}

func (r *reader) configuration() *raft.Configuration {
	return &raft.Configuration{Voters: r.ids("voters"), Learners: r.ids("learners")}
}

func (w *writer) ids(ids []raft.ServerID, what string) {
	w.count(len(ids), mostMembers, what)
	for _, id := range ids {
		w.number(int(id))
	}
}

func (r *reader) ids(what string) []raft.ServerID {
	ids := make([]raft.ServerID, r.count(mostMembers, 1, what))
	for i := range ids {
		ids[i] = raft.ServerID(r.number())
	}
	return ids
}

// configurationChange encodes a change's type as one byte.
func (w *writer) configurationChange(change raft.ConfigurationChange) {
	if change.Type > raft.Remove {
		w.refuse("change type %d cannot be encoded: give one of package raft's", change.Type)
	}
	w.byte(byte(change.Type))
	w.number(int(change.Server))
}

func (r *reader) configurationChange() raft.ConfigurationChange {
	code := r.byte()
	if code > byte(raft.Remove) {
		r.refuse("unknown change %d", code)
	}
	return raft.ConfigurationChange{Type: raft.ChangeType(code), Server: raft.ServerID(r.number())}
}
