package raft

import (
	"slices"
	"sort"
)

// A Snapshot is immutable.
type Snapshot struct {
	// LastIncludedIndex is the last index that the snapshot replaces.
	LastIncludedIndex LogIndex      `json:"lastIncludedIndex"`
	LastIncludedTerm  Term          `json:"lastIncludedTerm"`
	Configuration     Configuration `json:"configuration"`
	// Data is the state machine and its sessions, encoded.
	Data []byte `json:"data"`
}

// A Log is the replicated log (§5.3), indexed from 1. Terms never decrease along a log, so a term's first and last index
// are found by binary search.
//
// Entries are kept in blocks of blockSize, so that the log grows without being copied. Slices that it returns stay
// unchanged: Append writes only behind them, TruncateFrom gives up the block that they share, CompactTo drops whole blocks.
type Log struct {
	// Entry i is at position i - 1 - SnapshotIndex + covered. All blocks but the last are full.
	blocks [][]*Entry
	// covered is the number of compacted entries at the beginning of the first block.
	covered int
	length  int
	// Index and term of the last entry dropped by compaction (§7); 0 and 0 initially. The newest snapshot may cover more,
	// since the log keeps trailing entries.
	SnapshotIndex LogIndex
	SnapshotTerm  Term
}

const blockSize = 1024

// NewLog returns a log of a copy of these entries, which follow the snapshot.
func NewLog(entries []*Entry, snapshotIndex LogIndex, snapshotTerm Term) *Log {
	log := &Log{SnapshotIndex: snapshotIndex, SnapshotTerm: snapshotTerm}
	log.Append(entries...)
	return log
}

// FirstIndex returns the index of the first entry, or one past LastIndex if there is none.
func (l *Log) FirstIndex() LogIndex { return l.SnapshotIndex + 1 }

// LastIndex returns the index of the last entry, or SnapshotIndex if there is none.
func (l *Log) LastIndex() LogIndex { return l.SnapshotIndex + LogIndex(l.length) }

// LastTerm returns the term of the last entry.
func (l *Log) LastTerm() Term { return l.TermAt(l.LastIndex()) }

// TermAt returns the term at an index from SnapshotIndex to LastIndex; 0 at index 0.
func (l *Log) TermAt(index LogIndex) Term {
	if index == l.SnapshotIndex {
		return l.SnapshotTerm
	}
	return l.entry(l.placeOf(index)).Term
}

func (l *Log) placeOf(index LogIndex) int { return int(index-1-l.SnapshotIndex) + l.covered }

func (l *Log) entry(place int) *Entry { return l.blocks[place/blockSize][place%blockSize] }

// Matches reports whether the log holds an entry at this index with this term: the consistency check of AppendEntries.
func (l *Log) Matches(index LogIndex, term Term) bool {
	return index >= l.SnapshotIndex && index <= l.LastIndex() && l.TermAt(index) == term
}

// Slice returns the entries from one index to another, both included. They are copied only across blocks.
func (l *Log) Slice(from, to LogIndex) []*Entry {
	first, end := l.placeOf(from), l.placeOf(to+1)
	if first >= end {
		return []*Entry{}
	}
	if start := first / blockSize * blockSize; end <= start+blockSize {
		return l.blocks[first/blockSize][first-start : end-start : end-start]
	}
	entries := make([]*Entry, 0, end-first)
	for first < end {
		block := l.blocks[first/blockSize]
		part := block[first%blockSize : min(len(block), first%blockSize+end-first)]
		entries = append(entries, part...)
		first += len(part)
	}
	return entries
}

// Append appends entries and returns the last index.
func (l *Log) Append(entries ...*Entry) LogIndex {
	for len(entries) > 0 {
		if l.covered+l.length == len(l.blocks)*blockSize {
			l.addBlock()
		}
		last := &l.blocks[len(l.blocks)-1]
		fits := min(len(entries), blockSize-len(*last))
		*last = append(*last, entries[:fits]...)
		l.length += fits
		entries = entries[fits:]
	}
	return l.LastIndex()
}

// addBlock appends an empty block. The first one grows with the log, so that a short log is small.
func (l *Log) addBlock() {
	var block []*Entry
	if len(l.blocks) > 0 {
		block = make([]*Entry, 0, blockSize)
	}
	l.blocks = append(l.blocks, block)
}

// TruncateFrom deletes the entry at this index and all that follow it.
func (l *Log) TruncateFrom(index LogIndex) {
	l.length = int(index - 1 - l.SnapshotIndex)
	end := l.covered + l.length
	used := (end + blockSize - 1) / blockSize
	clear(l.blocks[used:])
	l.blocks = l.blocks[:used]
	if rest := end % blockSize; rest > 0 {
		l.blocks[used-1] = slices.Clip(l.blocks[used-1][:rest])
	}
}

// CompactTo drops entries up to this index (§7). Later ones are kept only if the log holds this index with this term.
func (l *Log) CompactTo(index LogIndex, term Term) {
	if l.Matches(index, term) {
		l.length = int(l.LastIndex() - index)
		place := l.placeOf(index + 1)
		l.blocks = slices.Clone(l.blocks[place/blockSize:]) // releases the dropped blocks
		l.covered = place % blockSize
	} else {
		l.blocks, l.covered, l.length = nil, 0, 0
	}
	l.SnapshotIndex, l.SnapshotTerm = index, term
}

// FirstIndexOf returns the first index with this term or a later one; LastIndex + 1 if there is none.
func (l *Log) FirstIndexOf(term Term) LogIndex {
	position := sort.Search(l.length, func(position int) bool { return l.entry(l.covered+position).Term >= term })
	return l.FirstIndex() + LogIndex(position)
}

// LastIndexOf returns the last index with this term, or 0. The last compacted entry counts, since its term is known.
func (l *Log) LastIndexOf(term Term) LogIndex {
	index := l.FirstIndexOf(term+1) - 1
	if l.TermAt(index) == term {
		return index
	}
	return 0
}

// IsUpToDate reports whether a log that ends with this index and term is at least as up-to-date as this one (§5.4.1).
func (l *Log) IsUpToDate(lastLogIndex LogIndex, lastLogTerm Term) bool {
	if lastLogTerm != l.LastTerm() {
		return lastLogTerm > l.LastTerm()
	}
	return lastLogIndex >= l.LastIndex()
}
