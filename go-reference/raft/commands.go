package raft

import (
	"unicode/utf16"
	"unicode/utf8"
)

// Log entries and their commands (§5.3).

// A SessionMark identifies a command within a client session, so that it is applied at most once (dissertation §6.3).
type SessionMark struct {
	// Session is the answer to the Register command that opened the session.
	Session LogIndex `json:"session"`
	// Sequence is the number of the command in its session, from 1, increasing; a retry keeps its number.
	Sequence int `json:"sequence"`
}

// CommandType is the kind of a command.
type CommandType uint8

// Noop begins a leader's term (§8), Register opens a session, Configure is for the rules (§6).
const (
	Noop CommandType = iota
	Set
	Delete
	Register
	Configure
)

// A Command is the content of an entry. Set uses ID, Name and optionally Mark; Delete uses ID and optionally Mark;
// Configure uses Configuration; the others use nothing.
type Command struct {
	Type CommandType
	// characters is the number in ID and Name, counted by the leader that appends the command; 0 before.
	characters    uint32
	ID            string
	Name          string
	Mark          *SessionMark
	Configuration *Configuration
}

// An Entry is a log entry: the command, and the term when the leader received it (§5.3). It is immutable, so logs and
// messages of a process may share it.
type Entry struct {
	Term    Term    `json:"term"`
	Command Command `json:"command"`
}

// An Answer is the state machine's answer: the previous name of the id, if any; for Register, the session's number.
type Answer struct {
	Name  string
	Found bool
	// Session is 0 except in the answer to Register.
	Session LogIndex
}

// sizeOf returns the approximate size of an entry in a message (bytes): one per character, plus 16. Unlike a string of
// TypeScript, one of Go does not know its characters, so that a leader counts them once, not for each follower.
func sizeOf(entry *Entry) int {
	if entry.Command.characters > 0 {
		return 16 + int(entry.Command.characters)
	}
	return 16 + charactersOf(&entry.Command)
}

func charactersOf(command *Command) int { return charactersIn(command.ID) + charactersIn(command.Name) }

// bytesIn returns the size of entries in messages (bytes), approximately.
func bytesIn(entries []*Entry) int {
	sum := 0
	for _, entry := range entries {
		sum += sizeOf(entry)
	}
	return sum
}

// charactersIn counts UTF-16 units, as TypeScript does, so that both languages send the same batches.
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

// isASCII checks eight bytes at a time, which the compiler loads as one word: a leader calls it for every command that it
// appends, while it holds its lock.
func isASCII(text string) bool {
	const highBits = 0x8080_8080_8080_8080
	for ; len(text) >= 8; text = text[8:] {
		word := uint64(text[0]) | uint64(text[1])<<8 | uint64(text[2])<<16 | uint64(text[3])<<24 |
			uint64(text[4])<<32 | uint64(text[5])<<40 | uint64(text[6])<<48 | uint64(text[7])<<56
		if word&highBits != 0 {
			return false
		}
	}
	var seen byte
	for i := range len(text) {
		seen |= text[i]
	}
	return seen < utf8.RuneSelf
}
