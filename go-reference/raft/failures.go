package raft

import "errors"

// How an error crosses the border of a server or a process: by its name, and made again on the other side.

// A Failure is why a request came to nothing.
type Failure struct {
	// Error is the Kind of the error.
	Error   string `json:"error"`
	Message string `json:"message"`
	// Leader, with NotLeader, is whom the server takes for the leader; else 0.
	Leader ServerID `json:"leader"`
}

// FailureOf is what to tell of an error. One that is none of this project is a RaftError to the other side.
func FailureOf(err error) Failure {
	failure := Failure{Error: "RaftError", Message: err.Error()}
	if known, isKnown := errors.AsType[Error](err); isKnown {
		failure.Error = known.Kind()
	}
	if notLeader, isIt := errors.AsType[*NotLeaderError](err); isIt {
		failure.Leader = notLeader.Leader
	}
	return failure
}

// ErrorOf is the error again. One of a name that nobody knows has nothing but its message.
func ErrorOf(failure Failure) error {
	if failure.Error == "NotLeader" {
		return &NotLeaderError{Leader: failure.Leader, Reason: failure.Message}
	}
	if create := kinds[failure.Error]; create != nil {
		return create(failure.Message)
	}
	return errors.New(failure.Message)
}

var kinds = map[string]func(message string) error{
	"Aborted":         func(message string) error { return &AbortedError{Reason: message} },
	"ChangeRefused":   func(message string) error { return &ChangeRefusedError{message} },
	"InvalidArgument": func(message string) error { return &InvalidArgumentError{message} },
	"Overloaded":      func(message string) error { return &OverloadedError{message} },
	"SequenceTooOld":  func(message string) error { return &SequenceTooOldError{message} },
	"SessionExpired":  func(message string) error { return &SessionExpiredError{message} },
	"Stopped":         func(message string) error { return &StoppedError{message} },
	"TransferRefused": func(message string) error { return &TransferRefusedError{message} },
	"Unavailable":     func(message string) error { return &UnavailableError{message} },
}
