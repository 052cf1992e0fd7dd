package goroutines

import (
	"errors"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"github.com/raft-three-ways/go-reference/cluster"
	"github.com/raft-three-ways/go-reference/raft"
)

// slowStorage writes slowly, and records writes in the order in which they begin.
type slowStorage struct {
	raft.MemoryStorage
	delay time.Duration

	mu      sync.Mutex
	begun   []raft.Unstable
	writing int
	overlap bool
}

func (s *slowStorage) Write(unstable raft.Unstable) {
	s.mu.Lock()
	s.begun = append(s.begun, unstable)
	s.writing++
	s.overlap = s.overlap || s.writing > 1
	s.mu.Unlock()
	time.Sleep(s.delay)
	s.mu.Lock()
	defer s.mu.Unlock()
	s.writing--
	s.MemoryStorage.Write(unstable)
}

func (s *slowStorage) Sync() {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.MemoryStorage.Sync()
}

func (s *slowStorage) written() raft.StableState {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.Load()
}

// alone returns server 1 of three, without PreVote; the test plays the other two.
func alone(t *testing.T, storage raft.Storage) (*server, *network) {
	t.Helper()
	server, network := notStarted(t, storage)
	server.start()
	t.Cleanup(server.stop)
	return server, network
}

func notStarted(t *testing.T, storage raft.Storage) (*server, *network) {
	t.Helper()
	settings, err := raft.Settings{
		Servers: 3, ElectionTimeout: [2]raft.Millis{150, 151}, PreVote: raft.Off, CheckQuorum: raft.Off,
	}.Complete()
	if err != nil {
		t.Fatal(err)
	}
	network := newNetwork(3)
	return newServer(1, settings, serverDeps{network, storage, raft.SeededRandom(1)}), network
}

func grant(server *server) {
	term := server.status().CurrentTerm
	server.handle(&raft.RequestVoteReply{From: 2, To: 1, Term: term, VoteGranted: true})
}

func TestServer(t *testing.T) {
	inBubble(t, "a leader that is deposed before it could begin rejects what was proposed in between", func(t *testing.T) {
		server, _ := alone(t, new(raft.MemoryStorage))
		pass(160 * time.Millisecond)
		grant(server)
		client := server.enqueue(set("1", "Ada"))
		synctest.Wait()
		server.handle(&raft.AppendEntries{From: 3, To: 1, Term: 7})
		_, err := server.proposals.wait(t.Context(), client)
		if unavailable := (*cluster.UnavailableError)(nil); !errors.As(err, &unavailable) {
			t.Errorf("the proposal ended with %v", err)
		}
		if server.leads.Load() != 0 {
			t.Errorf("the server leads term %d", server.leads.Load())
		}
		pass(160 * time.Millisecond) // and it is not stuck: it campaigns again
		if now := server.status(); now.Role != raft.Candidate || now.CurrentTerm != 8 {
			t.Errorf("the server is %+v", now)
		}
	})
	inBubble(t, "a leader that is deposed waits a whole election timeout before it campaigns again", func(t *testing.T) {
		server, _ := alone(t, new(raft.MemoryStorage))
		pass(160 * time.Millisecond)
		grant(server)
		pass(time.Second)
		server.handle(&raft.RequestVote{From: 3, To: 1, Term: 7}) // whose log is too short for a vote
		pass(149 * time.Millisecond)
		if now := server.status(); now.Role != raft.Follower || now.CurrentTerm != 7 {
			t.Errorf("the server is %+v", now)
		}
		pass(2 * time.Millisecond)
		if now := server.status(); now.Role != raft.Candidate || now.CurrentTerm != 8 {
			t.Errorf("the server is %+v", now)
		}
	})
	inBubble(t, "a candidate asks for a vote again until it is answered", func(t *testing.T) {
		server, network := alone(t, new(raft.MemoryStorage))
		asked := make(map[raft.ServerID]int)
		var mu sync.Mutex
		emit := func(event raft.Event) {
			mu.Lock()
			defer mu.Unlock()
			if sent, ok := event.(cluster.MessageEvent); ok && sent.Type == "send" {
				_, to := sent.Message.Route()
				asked[to]++
			}
		}
		network.emit.Store(&emit)
		pass(155 * time.Millisecond)
		server.handle(&raft.RequestVoteReply{From: 2, To: 1, Term: 1, VoteGranted: false})
		pass(140 * time.Millisecond)
		mu.Lock()
		defer mu.Unlock()
		if asked[2] != 1 || asked[3] != 3 {
			t.Errorf("the servers were asked %v times", asked)
		}
	})
	inBubble(t, "term and vote are on stable storage before they are sent", func(t *testing.T) {
		storage := &slowStorage{delay: 5 * time.Millisecond}
		_, network := alone(t, storage)
		emit := func(event raft.Event) {
			sent, ok := event.(cluster.MessageEvent)
			if !ok || sent.Type != "send" {
				return
			}
			if from, _ := sent.Message.Route(); from != 1 {
				return
			}
			switch message := sent.Message.(type) {
			case *raft.RequestVote:
				if stored := storage.written(); stored.CurrentTerm < message.Term || stored.VotedFor != 1 {
					t.Errorf("a vote for term %d was asked for with %+v stored", message.Term, stored)
				}
			case *raft.RequestVoteReply:
				stored := storage.written()
				if stored.CurrentTerm < message.Term || message.VoteGranted && stored.VotedFor != message.To {
					t.Errorf("a vote was sent with %+v stored", stored)
				}
			}
		}
		network.emit.Store(&emit)
		network.send(&raft.RequestVote{From: 2, To: 1, Term: 1})
		pass(10 * time.Millisecond)
		network.send(&raft.RequestVote{From: 3, To: 1, Term: 1})
		pass(time.Second) // no more messages: it campaigns itself
		if storage.written().CurrentTerm < 2 {
			t.Errorf("the server never campaigned: %+v", storage.written())
		}
	})
	inBubble(t, "a write in progress delays no rule, and no two writes overlap", func(t *testing.T) {
		storage := &slowStorage{delay: 20 * time.Millisecond}
		server, network := alone(t, storage)
		pass(175 * time.Millisecond)
		grant(server)
		for range 20 {
			server.enqueue(set("1", "Ada"))
			began := time.Now()
			server.status()
			if waited := time.Since(began); waited > 0 {
				t.Errorf("the status took %v", waited)
			}
			network.send(&raft.AppendEntriesReply{From: 2, To: 1, Term: 1, Success: true, MatchIndex: 1})
			pass(3 * time.Millisecond)
		}
		pass(time.Second)
		if storage.overlap {
			t.Error("two writes overlapped")
		}
		next := raft.LogIndex(1)
		for _, unstable := range storage.begun {
			if unstable.FirstIndex != next {
				t.Errorf("what begins with entry %d was written where %d was due", unstable.FirstIndex, next)
			}
			next += raft.LogIndex(len(unstable.Entries))
		}
	})
	inBubble(t, "a leader's own copy counts only once it is stable, and a majority without it commits before", func(t *testing.T) {
		server, _ := alone(t, &slowStorage{delay: 20 * time.Millisecond})
		pass(175 * time.Millisecond)
		grant(server)
		server.handle(&raft.AppendEntriesReply{From: 2, To: 1, Term: 1, Success: true, MatchIndex: 1})
		if now := server.status(); now.CommitIndex != 0 {
			t.Errorf("with one copy of three stable, the commit index is %d", now.CommitIndex)
		}
		server.handle(&raft.AppendEntriesReply{From: 3, To: 1, Term: 1, Success: true, MatchIndex: 1})
		if now := server.status(); now.CommitIndex != 1 {
			t.Errorf("with two copies of three stable, the commit index is %d", now.CommitIndex)
		}
	})
	inBubble(t, "a server that has stopped sends nothing", func(t *testing.T) {
		server, network := alone(t, new(raft.MemoryStorage))
		server.stop()
		emit := func(event raft.Event) { t.Errorf("emitted %+v", event) }
		network.emit.Store(&emit)
		server.send(&cluster.ClientRequest{From: 1, To: 2})
		if _, _, err := server.beginRequest(set("1", "Ada")); err == nil {
			t.Error("a request began")
		}
	})
	inBubble(t, "a reply to an earlier incarnation answers no request of this one", func(t *testing.T) {
		first, _ := alone(t, new(raft.MemoryStorage))
		first.handle(&raft.AppendEntries{From: 2, To: 1, Term: 1})
		request, _, err := first.beginRequest(set("1", "Ada"))
		must(t, err)
		first.tasks.Done()
		second := newServer(1, first.raft.Settings, serverDeps{first.network, first.storage, first.random})
		if second.requestID <= request.RequestID && request.RequestID < second.requestID+1_000_000 {
			t.Errorf("requests number %d and from %d on", request.RequestID, second.requestID)
		}
	})
}
