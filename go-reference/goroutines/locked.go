package goroutines

import (
	"maps"
	"time"

	"github.com/raft-three-ways/go-reference/cluster"
	"github.com/raft-three-ways/go-reference/raft"
)

// The steps on the state that a server's goroutines share: each function is one step under the lock. After a step that
// changes the state of the rules, react does what follows from it.

func (s *server) untilElection() time.Duration {
	s.mu.Lock()
	defer s.mu.Unlock()
	return time.Until(s.electionDeadline)
}

// restartElectionTimer draws a new deadline. The caller holds mu.
func (s *server) restartElectionTimer() {
	s.lastHeard = time.Now()
	s.electionDeadline = s.lastHeard.Add(s.raft.RandomElectionTimeout(s.random).Duration())
}

// endOf returns a channel that is closed when this role ends; closed already if the server has another.
func (s *server) endOf(role raft.Role) <-chan struct{} {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.role == role {
		return s.roleEnded
	}
	ended := make(chan struct{})
	close(ended)
	return ended
}

// startElection starts an election if the deadline has passed: a message may have moved it. If the server is a candidate,
// it returns the peers to ask and a channel that is closed when the election is decided; else decided is nil.
func (s *server) startElection() (peers []raft.ServerID, decided <-chan struct{}) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if !time.Now().Before(s.electionDeadline) {
		s.raft.StartElection()
	}
	s.react()
	if !s.raft.IsCampaigning() {
		return nil, nil
	}
	return s.raft.Peers(), s.roleEnded
}

func (s *server) voteRequestTo(peer raft.ServerID) raft.RaftMessage {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.raft.VoteRequestTo(peer)
}

// beginLeadership returns the wakeup of the log's writer, and a channel that is closed when the leadership ends; nil if the
// server does not lead.
func (s *server) beginLeadership() (wake wakeup, deposed <-chan struct{}) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.role != raft.Leader {
		return nil, nil
	}
	wake = newWakeup()
	s.wakeups = map[raft.ServerID]wakeup{s.raft.ID: wake}
	return wake, s.roleEnded
}

// newMembers returns the wakeups of other members without a replicator. A wakeup is closed when its server ceases to be a
// member.
func (s *server) newMembers() map[raft.ServerID]wakeup {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.wakeups == nil {
		return nil // deposed in between
	}
	added := make(map[raft.ServerID]wakeup)
	for _, peer := range s.raft.Peers() {
		if s.wakeups[peer] == nil {
			added[peer] = newWakeup()
		}
	}
	maps.Copy(s.wakeups, added)
	return added
}

// dismissFormerMembers ends the replicators of former members. The caller holds mu.
func (s *server) dismissFormerMembers() {
	for id, wake := range s.wakeups {
		if id != s.raft.ID && !raft.ConfigurationOf(s.raft).IsMember(id) {
			close(wake)
			delete(s.wakeups, id)
		}
	}
}

// replicate wakes the replicators. The caller holds mu.
func (s *server) replicate() {
	for _, wake := range s.wakeups {
		wake.notify()
	}
}

func (s *server) nextMessageTo(peer raft.ServerID) raft.RaftMessage {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.raft.NextMessageTo(peer)
}

func (s *server) heartbeatTo(peer raft.ServerID) raft.RaftMessage {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.raft.HeartbeatTo(peer)
}

// heartbeatsForReads returns a round of heartbeats to all members, if reads are pending.
func (s *server) heartbeatsForReads() (heartbeats []raft.RaftMessage) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if len(s.raft.Reads) == 0 {
		return nil
	}
	for _, peer := range s.raft.Peers() {
		if heartbeat := s.raft.RoundTo(peer); heartbeat != nil {
			heartbeats = append(heartbeats, heartbeat)
		}
	}
	return heartbeats
}

func (s *server) countQuorum() {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.raft.CheckQuorum()
	s.react()
}

// handle returns the reply, if any. A malformed message changes nothing and gets none.
func (s *server) handle(message raft.RaftMessage) raft.RaftMessage {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.raft.LeaderIsFresh && time.Since(s.lastHeard) > s.raft.Settings.ElectionTimeout[0].Duration() {
		s.raft.LeaderIsSilent()
	}
	reply, err := s.raft.Receive(message)
	if err != nil {
		return nil
	}
	switch message := message.(type) {
	case *raft.ReadIndex:
		s.reading.notify()
	case *raft.ReadIndexReply:
		s.readAnswered(message)
	}
	s.react()
	from, _ := message.Route()
	if wake, isFollowed := s.wakeups[from]; isFollowed {
		wake.notify()
	}
	return reply
}

func (s *server) unstableState() (raft.Unstable, bool) {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.raft.UnstableState()
}

func (s *server) markStable(unstable raft.Unstable) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.raft.MarkStable(unstable)
	s.react()
}

func (s *server) committedEntries() (first raft.LogIndex, entries []*raft.Entry) {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.raft.LastApplied + 1, s.raft.CommittedEntries(applyBatch)
}

func (s *server) markApplied(last raft.LogIndex) (wantsSnapshot bool) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.raft.MarkApplied(last)
	s.answerReads()
	return s.raft.WantsSnapshot()
}

func (s *server) snapshotToRestore() *raft.Snapshot {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.raft.SnapshotToRestore()
}

// compact replaces applied entries by a snapshot. Only the applying goroutine may call it: no other changes the state
// machine, so its snapshot is at LastApplied.
func (s *server) compact() {
	data := s.takeSnapshot()
	s.mu.Lock()
	defer s.mu.Unlock()
	s.raft.Compact(data)
}

func (s *server) trace(emit func(raft.Event)) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.raft.Emit = emit
}

func (s *server) status() cluster.Status {
	s.mu.Lock()
	defer s.mu.Unlock()
	return cluster.StatusOf(s.raft, s.running.Load())
}
