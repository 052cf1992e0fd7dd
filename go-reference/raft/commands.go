package raft

import (
	"unicode/utf16"
	"unicode/utf8"
)

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

func bytesIn(entries []*Entry) int {
	sum := 0
	for _, entry := range entries {
		sum += sizeOf(entry)
	}
	return sum
}

// charactersIn counts as the other language does, in units of UTF-16, so that both send as much ahead.
func charactersIn(text string) int {
	if isASCII(text) {
		return len(text)
	}
	count := 0
	for _, character := range text {
		count += utf16.RuneLen(character)
	}
	return count
}

// isASCII looks at eight bytes at a time, because a leader asks for every entry that it sends.
func isASCII(text string) bool {
	for ; len(text) >= 8; text = text[8:] {
		if text[0]|text[1]|text[2]|text[3]|text[4]|text[5]|text[6]|text[7] >= utf8.RuneSelf {
			return false
		}
	}
	var seen byte
	for i := range len(text) {
		seen |= text[i]
	}
	return seen < utf8.RuneSelf
}
