package raft

// Storage is a server's stable storage. As on a disk, writing and syncing are two steps: unsynced writes may be lost in a
// crash.
type Storage interface {
	// Load returns the synced state.
	Load() StableState
	// Write queues a write; it is not stable until Sync.
	Write(unstable Unstable)
	// Sync makes queued writes stable, in order.
	Sync()
}

// MemoryStorage is storage in memory: it survives a server's crash, not the process. Its zero value is empty. It is not
// safe for concurrent use.
type MemoryStorage struct {
	currentTerm Term
	votedFor    ServerID
	snapshot    *Snapshot
	log         Log
	written     []Unstable
}

// Load implements Storage.
func (s *MemoryStorage) Load() StableState {
	return StableState{s.currentTerm, s.votedFor, s.snapshot, s.log.Slice(s.firstIndex(), s.log.LastIndex())}
}

// Write implements Storage.
func (s *MemoryStorage) Write(unstable Unstable) { s.written = append(s.written, unstable) }

// Sync implements Storage.
func (s *MemoryStorage) Sync() {
	for _, unstable := range s.written {
		s.store(unstable)
	}
	clear(s.written)
	s.written = s.written[:0]
}

// Crash drops unsynced writes but the first survivors, which have reached the disk all the same.
func (s *MemoryStorage) Crash(survivors int) {
	s.written = s.written[:min(len(s.written), survivors)]
	s.Sync()
}

func (s *MemoryStorage) store(unstable Unstable) {
	s.currentTerm = unstable.CurrentTerm
	s.votedFor = unstable.VotedFor
	if unstable.Snapshot != nil {
		s.replaceBy(unstable.Snapshot)
	}
	if unstable.FirstIndex <= s.log.LastIndex() {
		s.log.TruncateFrom(unstable.FirstIndex)
	}
	s.log.Append(unstable.Entries...)
}

func (s *MemoryStorage) firstIndex() LogIndex { return s.log.FirstIndex() }

func (s *MemoryStorage) replaceBy(snapshot *Snapshot) {
	s.log.CompactTo(snapshot.LastIncludedIndex, snapshot.LastIncludedTerm)
	s.snapshot = snapshot
}
