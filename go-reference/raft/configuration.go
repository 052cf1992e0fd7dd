package raft

import "slices"

// Who belongs to the cluster (§6; dissertation chapter 4), and when so many of them are a majority.

// A Configuration is never changed: a new one takes its place.
type Configuration struct {
	// Voters are the servers that vote and commit, in rising order.
	Voters []ServerID `json:"voters"`
	// Learners are the servers that only receive the log, until they have caught up and may vote (dissertation §4.2.1).
	Learners []ServerID `json:"learners"`
}

// initialConfiguration is the one that a cluster begins with: servers 1 … count, all voting.
func initialConfiguration(count int) Configuration {
	voters := make([]ServerID, count)
	for i := range voters {
		voters[i] = ServerID(i + 1)
	}
	return Configuration{voters, []ServerID{}}
}

// IsVoter tells whether a server votes.
func (c Configuration) IsVoter(id ServerID) bool { return slices.Contains(c.Voters, id) }

// IsMember tells whether a server receives the log.
func (c Configuration) IsMember(id ServerID) bool {
	return slices.Contains(c.Voters, id) || slices.Contains(c.Learners, id)
}

// membersOf are all that receive the log.
func membersOf(c Configuration) []ServerID {
	if len(c.Learners) == 0 {
		return c.Voters
	}
	return slices.Concat(c.Voters, c.Learners)
}

// majorityOf is how many voters make a majority.
func majorityOf(c Configuration) int { return len(c.Voters)/2 + 1 }

// A ConfigurationChange is of one server at a time: with it any two majorities, of before and after, share a server.
type ConfigurationChange struct {
	Type   ChangeType `json:"type"`
	Server ServerID   `json:"server"`
}

// ChangeType tells what becomes of the server.
type ChangeType uint8

const (
	AddLearner ChangeType = iota
	Promote
	Remove
)

// changed is the configuration after a change; false if the change makes no sense for it.
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
