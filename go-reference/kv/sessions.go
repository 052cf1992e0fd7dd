package kv

import (
	"container/list"

	"github.com/raft-three-ways/go-reference/raft"
)

// Client sessions (§8; dissertation §6.3): the state machine keeps each session's last sequence number and answer, so that
// a retry is answered and not applied again. Eviction is by least recent use, not by time, so that it is deterministic.

// A Refusal reports why a command was not applied.
type Refusal string

const (
	SessionExpired Refusal = "SessionExpired"
	SequenceTooOld Refusal = "SequenceTooOld"
)

func (refusal Refusal) Error() string { return string(refusal) }

type session struct {
	id       raft.LogIndex
	sequence int
	answer   raft.Answer
}

type sessions struct {
	limit int
	// Least recently used first.
	inUse list.List
	byID  map[raft.LogIndex]*list.Element
}

func newSessions(limit int) *sessions {
	return &sessions{limit: limit, byID: make(map[raft.LogIndex]*list.Element)}
}

// open opens a session numbered by its entry's index. Beyond the limit the least recently used one is evicted.
func (s *sessions) open(index raft.LogIndex) raft.LogIndex {
	s.add(&session{id: index})
	if s.inUse.Len() > s.limit {
		delete(s.byID, s.inUse.Remove(s.inUse.Front()).(*session).id)
	}
	return index
}

func (s *sessions) add(opened *session) {
	if known := s.byID[opened.id]; known != nil {
		known.Value = opened
	} else {
		s.byID[opened.id] = s.inUse.PushBack(opened)
	}
}

// find returns the earlier answer to the command, or a refusal; neither if the command is new.
func (s *sessions) find(id raft.LogIndex, sequence int) (answer raft.Answer, given bool, err error) {
	known := s.byID[id]
	if known == nil {
		return raft.Answer{}, false, SessionExpired
	}
	session := known.Value.(*session)
	if sequence < session.sequence {
		return raft.Answer{}, false, SequenceTooOld
	}
	return session.answer, sequence == session.sequence, nil
}

// keep records the answer to a session's newest command, and marks the session as most recently used.
func (s *sessions) keep(id raft.LogIndex, sequence int, answer raft.Answer) {
	known := s.byID[id]
	known.Value = &session{id, sequence, answer}
	s.inUse.MoveToBack(known)
}

func (s *sessions) write(writer *byteWriter) {
	writer.number(s.inUse.Len())
	for element := s.inUse.Front(); element != nil; element = element.Next() {
		session := element.Value.(*session)
		writer.number(int(session.id))
		writer.number(session.sequence)
		if session.answer.Found {
			writer.number(1)
			writer.string(session.answer.Name)
		} else {
			writer.number(0)
		}
	}
}

func (s *sessions) read(reader *byteReader) {
	for left := reader.number(); left > 0 && reader.err == nil; left-- {
		opened := &session{id: raft.LogIndex(reader.number()), sequence: reader.number()}
		if reader.number() == 1 {
			opened.answer = raft.Answer{Name: reader.string(), Found: true}
		}
		s.add(opened)
	}
}
