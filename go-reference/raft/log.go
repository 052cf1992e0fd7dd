package raft

import (
	"slices"
	"sort"
)

// A Log is the replicated log (§5.3): entries by index, and the few questions that the rules ask of it. Terms never fall
// along a log, so a term's first and last index are found by halving.
//
// The slices that it hands out stay as they are, whatever becomes of the log: it appends only behind them, and a
// truncation gives up the array that they share.
type Log struct {
	// The entry with index i stands at i - 1 - SnapshotIndex.
	entries []*Entry
	// The last index and term that the log no longer holds because a snapshot covers them (§7); 0 and 0 without one.
	SnapshotIndex LogIndex
	SnapshotTerm  Term
}

// NewLog makes a log of a copy of these entries, which follow the snapshot.
func NewLog(entries []*Entry, snapshotIndex LogIndex, snapshotTerm Term) *Log {
	return &Log{append([]*Entry{}, entries...), snapshotIndex, snapshotTerm}
}

func (l *Log) FirstIndex() LogIndex { return l.SnapshotIndex + 1 }

func (l *Log) LastIndex() LogIndex { return l.SnapshotIndex + LogIndex(len(l.entries)) }

func (l *Log) LastTerm() Term { return l.TermAt(l.LastIndex()) }

// TermAt is the term of the entry at an index; 0 before the first entry. The index must be within the log.
func (l *Log) TermAt(index LogIndex) Term {
	if index == l.SnapshotIndex {
		return l.SnapshotTerm
	}
	return l.entries[index-1-l.SnapshotIndex].Term
}

// Matches tells whether the log holds an entry at this index with this term: the consistency check of AppendEntries.
func (l *Log) Matches(index LogIndex, term Term) bool {
	return index >= l.SnapshotIndex && index <= l.LastIndex() && l.TermAt(index) == term
}

// Slice returns the entries from one index to another, both included.
func (l *Log) Slice(from, to LogIndex) []*Entry {
	first, end := from-1-l.SnapshotIndex, to-l.SnapshotIndex
	return l.entries[first:end:end]
}

// Append returns the last index.
func (l *Log) Append(entries ...*Entry) LogIndex {
	l.entries = append(l.entries, entries...)
	return l.LastIndex()
}

// TruncateFrom deletes the entry at this index and all that follow it.
func (l *Log) TruncateFrom(index LogIndex) {
	l.entries = slices.Clip(l.entries[:index-1-l.SnapshotIndex])
}

// FirstIndexOf is the first index whose term is this one or a later one; one past the end if there is none.
func (l *Log) FirstIndexOf(term Term) LogIndex {
	position := sort.Search(len(l.entries), func(i int) bool { return l.entries[i].Term >= term })
	return l.FirstIndex() + LogIndex(position)
}

// LastIndexOf is the last index of this term, or 0 if the log has no entry of it.
func (l *Log) LastIndexOf(term Term) LogIndex {
	index := l.FirstIndexOf(term+1) - 1
	if index >= l.FirstIndex() && l.TermAt(index) == term {
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
