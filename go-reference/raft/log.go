package raft

import (
	"slices"
	"sort"
)

// A Log is the replicated log (§5.3): entries by index, and the few questions that the rules ask of it. Terms never fall
// along a log, so a term's first and last index are found by halving.
//
// The entries stand in blocks of one size, so that a log of any length grows without being copied. The slices that it
// hands out stay as they are, whatever becomes of the log: it appends only behind them, a truncation gives up the block
// that they share, and a compaction only whole blocks.
type Log struct {
	// The entry with index i has place i - 1 - SnapshotIndex + covered. All blocks are full but the last.
	blocks [][]*Entry
	// covered: so many places at the beginning of the first block are those of entries that the snapshot covers.
	covered int
	length  int
	// The last index and term that the log no longer holds because a snapshot covers them (§7); 0 and 0 at first. The newest
	// snapshot may reach further: the log keeps a tail behind it.
	SnapshotIndex LogIndex
	SnapshotTerm  Term
}

const blockSize = 1024

// NewLog makes a log of a copy of these entries, which follow the snapshot.
func NewLog(entries []*Entry, snapshotIndex LogIndex, snapshotTerm Term) *Log {
	log := &Log{SnapshotIndex: snapshotIndex, SnapshotTerm: snapshotTerm}
	log.Append(entries...)
	return log
}

func (l *Log) FirstIndex() LogIndex { return l.SnapshotIndex + 1 }

func (l *Log) LastIndex() LogIndex { return l.SnapshotIndex + LogIndex(l.length) }

func (l *Log) LastTerm() Term { return l.TermAt(l.LastIndex()) }

// TermAt is the term of the entry at an index; 0 before the first entry. The index must be within the log.
func (l *Log) TermAt(index LogIndex) Term {
	if index == l.SnapshotIndex {
		return l.SnapshotTerm
	}
	return l.entry(l.placeOf(index)).Term
}

func (l *Log) placeOf(index LogIndex) int { return int(index-1-l.SnapshotIndex) + l.covered }

func (l *Log) entry(place int) *Entry { return l.blocks[place/blockSize][place%blockSize] }

// Matches tells whether the log holds an entry at this index with this term: the consistency check of AppendEntries.
func (l *Log) Matches(index LogIndex, term Term) bool {
	return index >= l.SnapshotIndex && index <= l.LastIndex() && l.TermAt(index) == term
}

// Slice returns the entries from one index to another, both included. They are copied only where blocks meet.
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

// Append returns the last index.
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

// addBlock: the first block grows with the log, so that a short one is small.
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

// CompactTo drops all up to this index: a snapshot covers it (§7). Entries beyond it stay only if the log holds this one.
func (l *Log) CompactTo(index LogIndex, term Term) {
	if l.Matches(index, term) {
		l.length = int(l.LastIndex() - index)
		place := l.placeOf(index + 1)
		l.blocks = slices.Clone(l.blocks[place/blockSize:]) // else the array would keep what it no longer shows
		l.covered = place % blockSize
	} else {
		l.blocks, l.covered, l.length = nil, 0, 0
	}
	l.SnapshotIndex, l.SnapshotTerm = index, term
}

// FirstIndexOf is the first index whose term is this one or a later one; one past the end if there is none.
func (l *Log) FirstIndexOf(term Term) LogIndex {
	position := sort.Search(l.length, func(position int) bool { return l.entry(l.covered+position).Term >= term })
	return l.FirstIndex() + LogIndex(position)
}

// LastIndexOf is the last index of this term, or 0 if the log knows none; the snapshot's last entry counts, its term is
// known.
func (l *Log) LastIndexOf(term Term) LogIndex {
	index := l.FirstIndexOf(term+1) - 1
	if l.TermAt(index) == term {
		return index
	}
	return 0
}

// IsUpToDate tells whether a log that ends with this index and term is at least as up-to-date as this one (§5.4.1).
func (l *Log) IsUpToDate(lastLogIndex LogIndex, lastLogTerm Term) bool {
	if lastLogTerm != l.LastTerm() {
		return lastLogTerm > l.LastTerm()
	}
	return lastLogIndex >= l.LastIndex()
}
