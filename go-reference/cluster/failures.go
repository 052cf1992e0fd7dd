package cluster

import (
	"errors"

	"github.com/raft-three-ways/go-reference/kv"
	"github.com/raft-three-ways/go-reference/raft"
)

// Serialization of errors between servers and processes: by name and message.

// A Failure is a serialized error.
type Failure struct {
	// Error is the error's Kind.
	Error   string `json:"error"`
	Message string `json:"message"`
	// Leader is, with NotLeader, the leader known to the server, or 0.
	Leader raft.ServerID `json:"leader"`
}

// FailureOf serializes an error. One of another project becomes a RaftError.
func FailureOf(err error) Failure {
	failure := Failure{Error: "RaftError", Message: err.Error()}
	if known, isKnown := errors.AsType[raft.Error](err); isKnown {
		failure.Error = known.Kind()
	}
	if notLeader, isIt := errors.AsType[*raft.NotLeaderError](err); isIt {
		failure.Leader = notLeader.Leader
	}
	return failure
}

// ErrorOf restores an error; one with an unknown name has only its message.
func ErrorOf(failure Failure) error {
	if failure.Error == "NotLeader" {
		return &raft.NotLeaderError{Leader: failure.Leader, Reason: failure.Message}
	}
	if create := kinds[failure.Error]; create != nil {
		return create(failure.Message)
	}
	return errors.New(failure.Message)
}

var kinds = map[string]func(message string) error{
	"Aborted":         func(message string) error { return &AbortedError{Reason: message} },
	"ChangeRefused":   func(message string) error { return &raft.ChangeRefusedError{Reason: message} },
	"InvalidArgument": func(message string) error { return &raft.InvalidArgumentError{Reason: message} },
	"Overloaded":      func(message string) error { return &raft.OverloadedError{Reason: message} },
	"SequenceTooOld":  func(message string) error { return &SequenceTooOldError{message} },
	"SessionExpired":  func(message string) error { return &SessionExpiredError{message} },
	"Stopped":         func(message string) error { return &StoppedError{message} },
	"TransferRefused": func(message string) error { return &raft.TransferRefusedError{Reason: message} },
	"Unavailable":     func(message string) error { return &UnavailableError{message} },
}

// ErrorOfRefusal returns the client's error for a refusal of the state machine.
func ErrorOfRefusal(err error) error {
	if err == kv.SessionExpired {
		return &SessionExpiredError{"the session is unknown or was evicted: open a new one"}
	}
	return &SequenceTooOldError{
		"the session has a later sequence number: the command may have been applied, and its answer is gone",
	}
}
