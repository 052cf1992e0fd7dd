package raft

import (
	"cmp"
	"fmt"
)

// The errors of a cluster, to be distinguished with errors.As. Each says what became of the command, because that decides
// whether it may be sent again.

// An Error is any error of this project.
type Error interface {
	error
	// Kind returns the stable identifier across processes.
	Kind() string
}

// A NotLeaderError reports that the server is not the leader. The command was not appended: it may be sent again.
type NotLeaderError struct {
	ID ServerID
	// Leader is the leader known to the server, or 0.
	Leader ServerID
	// Reason is the message of a restored error; empty where ID and Leader make the message.
	Reason string
}

// An OverloadedError reports that the leader has the maximum of uncommitted entries. The command was not appended: it may
// be sent again later.
type OverloadedError struct{ Reason string }

// A ChangeRefusedError reports that the configuration change does not apply, or not now; the reason says why. Nothing was
// appended.
type ChangeRefusedError struct{ Reason string }

// A TransferRefusedError reports that leadership cannot be transferred to that server; the reason says why.
type TransferRefusedError struct{ Reason string }

// A MalformedMessageError reports a message that no server following the rules would send. It changed nothing.
type MalformedMessageError struct{ Reason string }

// An InvalidArgumentError reports an invalid setting or argument; the reason names it and says what to give.
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

func (e *InvalidArgumentError) Error() string { return e.Reason }

func (*NotLeaderError) Kind() string        { return "NotLeader" }
func (*OverloadedError) Kind() string       { return "Overloaded" }
func (*ChangeRefusedError) Kind() string    { return "ChangeRefused" }
func (*TransferRefusedError) Kind() string  { return "TransferRefused" }
func (*MalformedMessageError) Kind() string { return "MalformedMessage" }

func (*InvalidArgumentError) Kind() string { return "InvalidArgument" }

// Invalid returns an InvalidArgumentError.
func Invalid(format string, args ...any) error {
	return &InvalidArgumentError{fmt.Sprintf(format, args...)}
}

// Malformed returns a MalformedMessageError.
func Malformed(format string, args ...any) error {
	return &MalformedMessageError{fmt.Sprintf(format, args...)}
}
