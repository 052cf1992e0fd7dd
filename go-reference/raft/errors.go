package raft

import (
	"cmp"
	"fmt"
)

// Every way in which a request to a cluster can fail, as a type that a caller can tell apart with errors.As. Each says
// what became of the command, because that decides whether it may be sent again.

// An Error is any error of this project.
type Error interface {
	error
	// Kind is the stable name that also crosses process borders.
	Kind() string
}

// NotLeaderError: the server is not the leader. The command was not appended: it may be sent again.
type NotLeaderError struct {
	ID ServerID
	// Leader is the one that the server knows of, or 0.
	Leader ServerID
	// Reason is the message, where it comes from elsewhere; empty where ID and Leader say it all.
	Reason string
}

// OverloadedError: the leader has as many uncommitted entries as it may. The command was not appended: it may be sent
// again, later.
type OverloadedError struct{ Reason string }

// ChangeRefusedError: the change of the configuration makes no sense, or not now; the reason says why. Nothing was
// appended.
type ChangeRefusedError struct{ Reason string }

// TransferRefusedError: the leadership cannot go to that server; the reason says why.
type TransferRefusedError struct{ Reason string }

// MalformedMessageError: a message that no server following the rules would send; the reason says what is wrong with it.
// It changed nothing.
type MalformedMessageError struct{ Reason string }

// SessionExpiredError: the client's session is not known: it never was, or so many others were opened since that it was
// closed. The command was not applied this time.
type SessionExpiredError struct{ Reason string }

// SequenceTooOldError: the client's session has gone on to a later sequence number. The command may have been applied, and
// must not be sent again in a new session: its answer is kept no more.
type SequenceTooOldError struct{ Reason string }

// UnavailableError: no leader answered, or leadership was lost while the command was under way. It may still be applied.
type UnavailableError struct{ Reason string }

// AbortedError: the caller's context ended before the answer came. The command may still be applied.
type AbortedError struct {
	Reason string
	// Cause is the context's: context.Canceled, context.DeadlineExceeded, or the caller's own.
	Cause error
}

// StoppedError: the server that held the request crashed or was stopped. The command may still be applied.
type StoppedError struct{ Reason string }

// InvalidArgumentError: a setting or an argument that cannot be used; the reason names it and says what would do.
type InvalidArgumentError struct{ Reason string }

func notLeader(id, leader ServerID) string {
	if leader == 0 {
		return fmt.Sprintf("server %d is not the leader", id)
	}
	return fmt.Sprintf("server %d is not the leader: ask server %d", id, leader)
}

func (e *NotLeaderError) Error() string        { return cmp.Or(e.Reason, notLeader(e.ID, e.Leader)) }
func (e *OverloadedError) Error() string       { return e.Reason }
func (e *ChangeRefusedError) Error() string    { return e.Reason }
func (e *TransferRefusedError) Error() string  { return e.Reason }
func (e *MalformedMessageError) Error() string { return e.Reason }
func (e *SessionExpiredError) Error() string   { return e.Reason }
func (e *SequenceTooOldError) Error() string   { return e.Reason }
func (e *UnavailableError) Error() string      { return e.Reason }
func (e *AbortedError) Error() string          { return e.Reason }
func (e *StoppedError) Error() string          { return e.Reason }
func (e *InvalidArgumentError) Error() string  { return e.Reason }

func (e *AbortedError) Unwrap() error { return e.Cause }

func (*NotLeaderError) Kind() string        { return "NotLeader" }
func (*OverloadedError) Kind() string       { return "Overloaded" }
func (*ChangeRefusedError) Kind() string    { return "ChangeRefused" }
func (*TransferRefusedError) Kind() string  { return "TransferRefused" }
func (*MalformedMessageError) Kind() string { return "MalformedMessage" }
func (*SessionExpiredError) Kind() string   { return "SessionExpired" }
func (*SequenceTooOldError) Kind() string   { return "SequenceTooOld" }
func (*UnavailableError) Kind() string      { return "Unavailable" }
func (*AbortedError) Kind() string          { return "Aborted" }
func (*StoppedError) Kind() string          { return "Stopped" }
func (*InvalidArgumentError) Kind() string  { return "InvalidArgument" }

func invalid(format string, args ...any) error {
	return &InvalidArgumentError{fmt.Sprintf(format, args...)}
}

func malformed(format string, args ...any) error {
	return &MalformedMessageError{fmt.Sprintf(format, args...)}
}
