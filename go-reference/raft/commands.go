package raft

// What a log holds: commands for the state machine, and the entries that carry them (§5.3).

// A SessionMark marks a command so that it is applied once, however often it is sent (dissertation §6.3).
type SessionMark struct {
	// Session is the answer to the Register command that opened the session.
	Session LogIndex `json:"session"`
	// Sequence grows by one with each new command of the session; a command that is sent again keeps its number. From 1
	// up.
	Sequence int `json:"sequence"`
}

// CommandType tells what a command asks for.
type CommandType uint8

// A new leader's Noop asks nothing (§8), Register opens a session, Configure asks the rules.
const (
	Noop CommandType = iota
	Set
	Delete
	Register
	Configure
)

// A Command is what an entry asks of the state machine. Set uses ID, Name and perhaps Mark, Delete uses ID and perhaps
// Mark, Configure uses Configuration, the others use nothing.
type Command struct {
	Type          CommandType
	ID            string
	Name          string
	Mark          *SessionMark
	Configuration *Configuration
}

// An Entry is what the log holds: the command, and the term in which the leader received it (§5.3). Nobody changes an
// entry, so every log and message of a process may point at the same one.
type Entry struct {
	Term    Term    `json:"term"`
	Command Command `json:"command"`
}

// An Answer is what the state machine answers: the name that the id had before, if it had one; or to Register the
// session's number.
type Answer struct {
	Name  string
	Found bool
	// Session is 0 but in the answer to Register.
	Session LogIndex
}

// sizeOf is roughly what an entry takes on its way (bytes): a byte for each character and a little more.
func sizeOf(entry *Entry) int {
	return 16 + charactersIn(entry.Command.ID) + charactersIn(entry.Command.Name)
}

// charactersIn counts as the other language does, in units of UTF-16, so that both send as much ahead.
func charactersIn(text string) int {
	count := 0
	for i := range len(text) {
		switch b := text[i]; {
		case b >= 0xf0:
			count += 2 // the first byte of a character beyond 16 bits
		case b&0xc0 != 0x80:
			count++ // and no byte that continues another
		}
	}
	return count
}
