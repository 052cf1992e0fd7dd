package etcd

import (
	"io"
	"log"
	"time"

	"github.com/raft-three-ways/go-reference/kv"
	"github.com/raft-three-ways/go-reference/raft"
	etcdraft "go.etcd.io/raft/v3"
	"go.etcd.io/raft/v3/raftpb"
)

// ticksPerHeartbeat: the library draws election timeouts in whole ticks, from one timeout to just under two.
const ticksPerHeartbeat = 10

func tickOf(settings raft.Settings) time.Duration {
	return max(time.Millisecond, settings.HeartbeatInterval.Duration()/ticksPerHeartbeat)
}

// firstIndex and firstTerm are those of the snapshot that every node starts from, which has all members.
const firstIndex, firstTerm = 1, 1

// newStorage returns that of a node that has not yet run.
func newStorage(servers int) (*etcdraft.MemoryStorage, error) {
	storage := etcdraft.NewMemoryStorage()
	start := raftpb.SnapshotMetadata{Index: firstIndex, Term: firstTerm, ConfState: membersOf(servers)}
	return storage, storage.ApplySnapshot(raftpb.Snapshot{Metadata: start})
}

func newNode(id uint64, settings raft.Settings, network *network, storage *etcdraft.MemoryStorage) (*node, error) {
	raw, err := etcdraft.NewRawNode(configOf(id, settings, storage))
	if err != nil {
		return nil, err
	}
	n := &node{
		raw:        raw,
		storage:    storage,
		network:    network,
		inbox:      newQueue[raftpb.Message](),
		proposed:   newQueue[proposal](),
		waiters:    waiters{node: id},
		reads:      reads{asked: newQueue[chan error]()},
		machine:    kv.NewStateMachine(settings.MaxSessions),
		compaction: compactionOf(settings),
	}
	n.soft.Store(&etcdraft.SoftState{})
	n.hard.Store(&raftpb.HardState{Term: firstTerm, Commit: firstIndex})
	n.applied.Store(firstIndex)
	return n, nil
}

func membersOf(servers int) (members raftpb.ConfState) {
	for i := range servers {
		members.Voters = append(members.Voters, uint64(i+1))
	}
	return members
}

func configOf(id uint64, settings raft.Settings, storage etcdraft.Storage) *etcdraft.Config {
	tick := tickOf(settings)
	return &etcdraft.Config{
		ID:                        id,
		Applied:                   firstIndex,
		ElectionTick:              int(settings.ElectionTimeout[0].Duration() / tick),
		HeartbeatTick:             max(1, int(settings.HeartbeatInterval.Duration()/tick)),
		Storage:                   storage,
		MaxSizePerMsg:             1 << 20, // as etcd
		MaxInflightMsgs:           512,     // as etcd
		CheckQuorum:               settings.CheckQuorum == raft.On,
		PreVote:                   settings.PreVote == raft.On,
		DisableProposalForwarding: true, // the leader answers its clients
		Logger:                    &etcdraft.DefaultLogger{Logger: log.New(io.Discard, "", 0)},
	}
}

func compactionOf(settings raft.Settings) compaction {
	return compaction{
		threshold:   uint64(settings.SnapshotThreshold),
		trailing:    uint64(*settings.TrailingEntries),
		snapshotted: firstIndex,
		members:     membersOf(settings.Servers),
	}
}
