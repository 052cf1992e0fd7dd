package codec

import (
	"github.com/raft-three-ways/go-reference/cluster"
	"github.com/raft-three-ways/go-reference/raft"
)

// Encoding of a command's outcome: the state machine's answer, or a failure.

func (w *writer) outcome(outcome *cluster.Outcome) {
	w.flag(outcome.OK)
	if outcome.OK {
		w.answer(outcome.Answer)
	} else {
		w.failure(outcome.Failure)
	}
}

func (r *reader) outcome() cluster.Outcome {
	if r.flag() {
		return cluster.Outcome{OK: true, Answer: r.answer()}
	}
	return cluster.Outcome{Failure: r.failure()}
}

// First byte of an answer.
const (
	kindNone = iota
	kindName
	kindSession
)

func (w *writer) answer(answer raft.Answer) {
	switch {
	case answer.Session != 0:
		w.byte(kindSession)
		w.number(int(answer.Session))
	case answer.Found:
		w.byte(kindName)
		w.text(answer.Name)
	default:
		w.byte(kindNone)
	}
}

func (r *reader) answer() raft.Answer {
	code := r.byte()
	switch code {
	case kindNone:
		return raft.Answer{}
	case kindName:
		return raft.Answer{Name: r.text(), Found: true}
	case kindSession:
		return raft.Answer{Session: raft.LogIndex(r.positive())}
	default:
		r.refuse("unknown answer %d", code)
		return raft.Answer{}
	}
}

func (w *writer) failure(failure cluster.Failure) {
	w.text(failure.Error)
	w.text(failure.Message)
	w.number(int(failure.Leader))
}

func (r *reader) failure() cluster.Failure {
	return cluster.Failure{Error: r.text(), Message: r.text(), Leader: raft.ServerID(r.number())}
}
