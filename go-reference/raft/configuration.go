package raft

import "slices"

// The membership of a cluster (§6; dissertation chapter 4).

// A Configuration is immutable.
type Configuration struct {
	// Voters are the servers that vote and count towards commitment, ascending.
	Voters []ServerID `json:"voters"`
	// Learners are the servers that only receive the log, until they have caught up and are promoted (dissertation §4.2.1);
	// ascending.
	Learners []ServerID `json:"learners"`
}

// initialConfiguration returns a cluster's initial configuration: servers 1 to count, all voters.
func initialConfiguration(count int) Configuration {
	voters := make([]ServerID, count)
	for i := range voters {
		voters[i] = ServerID(i + 1)
	}
	return Configuration{voters, []ServerID{}}
}

// IsVoter reports whether a server votes.
func (c Configuration) IsVoter(id ServerID) bool { return slices.Contains(c.Voters, id) }

// IsMember reports whether a server receives the log.
func (c Configuration) IsMember(id ServerID) bool {
	return slices.Contains(c.Voters, id) || slices.Contains(c.Learners, id)
}

// membersOf returns voters and learners.
func membersOf(c Configuration) []ServerID {
	if len(c.Learners) == 0 {
		return c.Voters
	}
	return slices.Concat(c.Voters, c.Learners)
}

// majorityOf returns the number of voters in a majority.
func majorityOf(c Configuration) int { return len(c.Voters)/2 + 1 }

// A ConfigurationChange is a single-server change: any two majorities of the old and the new configuration overlap.
type ConfigurationChange struct {
	Type   ChangeType `json:"type"`
	Server ServerID   `json:"server"`
}

// ChangeType is the kind of a configuration change.
type ChangeType uint8

const (
	AddLearner ChangeType = iota
	Promote
	Remove
)

// changed returns the configuration after a change; false if the change does not apply.
func changed(now Configuration, change ConfigurationChange) (Configuration, bool) {
	server := change.Server
	without := func(ids []ServerID) []ServerID {
		return slices.DeleteFunc(append([]ServerID{}, ids...), func(id ServerID) bool { return id == server })
	}
	switch change.Type {
	case AddLearner:
		return Configuration{now.Voters, inOrder(now.Learners, server)}, !now.IsMember(server)
	case Promote:
		after := Configuration{inOrder(now.Voters, server), without(now.Learners)}
		return after, slices.Contains(now.Learners, server)
	default:
		isLast := len(now.Voters) == 1 && now.IsVoter(server)
		return Configuration{without(now.Voters), without(now.Learners)}, now.IsMember(server) && !isLast
	}
}

func inOrder(ids []ServerID, more ServerID) []ServerID {
	return slices.Sorted(slices.Values(append(slices.Clip(ids), more)))
}
