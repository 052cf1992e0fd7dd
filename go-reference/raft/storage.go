package raft

// Storage is where a server keeps what must outlive a crash. Writing and making stable are two steps, because disks do it
// so: what was written and not yet synced may be lost.
type Storage interface {
	// Load returns what was stable when the server crashed.
	Load() StableState
	// Write takes over what has changed. It is not stable yet.
	Write(unstable Unstable)
	// Sync makes all that was written stable, in the order of writing.
	Sync()
}

// MemoryStorage is stable storage in memory: it outlives a server's crash, not the process. It is for one goroutine at a
// time; its zero value is empty.
type MemoryStorage struct {
	currentTerm Term
	votedFor    ServerID
	snapshot    *Snapshot
	log         Log
	written     []Unstable
}

func (s *MemoryStorage) Load() StableState {
	return StableState{s.currentTerm, s.votedFor, s.snapshot, s.log.Slice(s.firstIndex(), s.log.LastIndex())}
}

func (s *MemoryStorage) Write(unstable Unstable) { s.written = append(s.written, unstable) }

func (s *MemoryStorage) Sync() {
	for _, unstable := range s.written {
		s.store(unstable)
	}
	clear(s.written)
	s.written = s.written[:0]
}

// Crash: of the writes that were not synced, the first so many have reached the disk all the same.
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
