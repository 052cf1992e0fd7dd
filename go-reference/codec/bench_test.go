package codec

import (
	"fmt"
	"testing"

	"github.com/raft-three-ways/go-reference/raft"
)

// The messages that packages/raft-codec/bench measures.
func benchMessages() map[string]raft.Message {
	messages := map[string]raft.Message{
		"heartbeat": appendEntries(0),
		"reply":     &raft.AppendEntriesReply{From: 2, To: 1, Term: 3, Success: true, PrevLogIndex: 100_000, MatchIndex: 100_000, Round: 12},
		"request":   request(raft.Command{Type: raft.Set, ID: "k0", Name: "100000nnnnnnnnnn"}),
	}
	for _, count := range []int{1, 16, 256} {
		messages[fmt.Sprintf("%d entries", count)] = appendEntries(count)
	}
	return messages
}

func appendEntries(count int) raft.Message {
	entries := make([]*raft.Entry, count)
	for i := range entries {
		command := raft.Command{Type: raft.Set, ID: fmt.Sprintf("k%d", i), Name: fmt.Sprintf("%dnnnnnnnnnn", 100_000+i)}
		entries[i] = &raft.Entry{Term: 3, Command: command}
	}
	return &raft.AppendEntries{
		From: 1, To: 2, Term: 3, PrevLogIndex: 100_000, PrevLogTerm: 3, Entries: entries, LeaderCommit: 100_000, Round: 12,
	}
}

func BenchmarkEncode(b *testing.B) {
	for name, message := range benchMessages() {
		b.Run(name, func(b *testing.B) {
			b.ReportAllocs()
			var frame []byte
			for b.Loop() {
				frame, _ = Encode(frame[:0], message)
			}
		})
	}
}

func BenchmarkDecode(b *testing.B) {
	for name, message := range benchMessages() {
		b.Run(name, func(b *testing.B) {
			b.ReportAllocs()
			frame, _ := Encode(nil, message)
			for b.Loop() {
				_, _ = Decode(frame)
			}
		})
	}
}
