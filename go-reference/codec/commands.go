package codec

import "github.com/raft-three-ways/go-reference/raft"

// Encoding of commands and log entries (package raft's commands.go).

// First byte of a command.
const (
	kindNoop = iota
	kindSet
	kindDelete
	kindRegister
	kindConfiguration
	kindMarkedSet
	kindMarkedDelete
)

func (w *writer) command(command *raft.Command) {
	switch command.Type {
	case raft.Noop:
		w.byte(kindNoop)
	case raft.Set:
		w.kind(command.Mark, kindSet, kindMarkedSet)
		w.text(command.ID)
		w.text(command.Name)
		w.mark(command.Mark)
	case raft.Delete:
		w.kind(command.Mark, kindDelete, kindMarkedDelete)
		w.text(command.ID)
		w.mark(command.Mark)
	case raft.Register:
		w.byte(kindRegister)
	case raft.Configure:
		w.byte(kindConfiguration)
		w.configuration(command.Configuration)
	default:
		w.refuse("command type %d cannot be encoded: give one of package raft's", command.Type)
	}
}

// clientCommand encodes a command that a client may propose.
func (w *writer) clientCommand(command *raft.Command) {
	if command.Type == raft.Noop || command.Type == raft.Configure {
		w.refuse("a %v is not for clients: give a client's command", command.Type)
	}
	w.command(command)
}

func (w *writer) kind(mark *raft.SessionMark, plain, marked byte) {
	if mark == nil {
		w.byte(plain)
	} else {
		w.byte(marked)
	}
}

func (w *writer) mark(mark *raft.SessionMark) {
	if mark == nil {
		return
	}
	w.positive(int(mark.Session))
	w.positive(mark.Sequence)
}

func (r *reader) command() raft.Command { return r.commandOf(r.byte()) }

// clientCommand decodes a command that a client may propose.
func (r *reader) clientCommand() raft.Command {
	code := r.byte()
	if code == kindNoop || code == kindConfiguration {
		r.refuse("command %d is not for clients", code)
		return raft.Command{}
	}
	return r.commandOf(code)
}

func (r *reader) commandOf(code byte) raft.Command {
	switch code {
	case kindNoop:
		return raft.Command{Type: raft.Noop}
	case kindSet:
		return raft.Command{Type: raft.Set, ID: r.text(), Name: r.text()}
	case kindDelete:
		return raft.Command{Type: raft.Delete, ID: r.text()}
	case kindRegister:
		return raft.Command{Type: raft.Register}
	case kindConfiguration:
		return raft.Command{Type: raft.Configure, Configuration: r.configuration()}
	case kindMarkedSet:
		return raft.Command{Type: raft.Set, ID: r.text(), Name: r.text(), Mark: r.mark()}
	case kindMarkedDelete:
		return raft.Command{Type: raft.Delete, ID: r.text(), Mark: r.mark()}
	default:
		r.refuse("unknown command %d", code)
		return raft.Command{}
	}
}

func (r *reader) mark() *raft.SessionMark {
	return &raft.SessionMark{Session: raft.LogIndex(r.positive()), Sequence: r.positive()}
}

func (w *writer) entries(entries []*raft.Entry) {
	w.count(len(entries), mostEntries, "entries")
	for i, entry := range entries {
		if entry == nil {
			w.refuse("entry %d is nil: give one", i)
			return
		}
		w.number(int(entry.Term))
		w.command(&entry.Command)
	}
}

// entries decodes the entries of one message. They share one allocation, since the log keeps and drops them together.
func (r *reader) entries() []*raft.Entry {
	entries := make([]raft.Entry, r.count(mostEntries, 2, "entries"))
	pointers := make([]*raft.Entry, len(entries))
	for i := range entries {
		entries[i] = raft.Entry{Term: raft.Term(r.number()), Command: r.command()}
		pointers[i] = &entries[i]
	}
	return pointers
}
