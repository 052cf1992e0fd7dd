package cluster

import (
	"unicode/utf8"

	"github.com/raft-three-ways/go-reference/raft"
)

// Validation of forwarded client requests and replies (§8). A malformed one is dropped without an answer: a peer can
// propose only what a client may, so no configuration.

// IsWellFormed reports whether a message is well-formed. The rules check their own messages (well_formed.go).
func IsWellFormed(r *raft.State, message raft.Message) bool {
	switch message := message.(type) {
	case *ClientRequest:
		return isRouted(r, message, message.RequestID) && isOfClient(message.Command)
	case *ClientReply:
		return isRouted(r, message, message.RequestID) && isOutcome(message.Outcome)
	default:
		return true
	}
}

func isRouted(r *raft.State, message raft.Message, requestID int) bool {
	from, to := message.Route()
	return to == r.ID && from != r.ID && isPositive(int(from)) && isPositive(requestID+1)
}

func isPositive(value int) bool { return value > 0 && value <= raft.MaxCount }

func isOfClient(command raft.Command) bool {
	mark := command.Mark
	command.Mark = nil
	_, err := ClientCommand(command, mark)
	return err == nil
}

func isOutcome(outcome Outcome) bool {
	if outcome.OK {
		return isText(outcome.Answer.Name) && isPositive(int(outcome.Answer.Session)+1)
	}
	failure := outcome.Failure
	return isText(failure.Error) && isText(failure.Message) && isPositive(int(failure.Leader)+1)
}

func isText(value string) bool { return utf8.ValidString(value) }
