package codec

import (
	"errors"
	"reflect"
	"slices"
	"strings"
	"testing"

	"github.com/raft-three-ways/go-reference/cluster"
	"github.com/raft-three-ways/go-reference/raft"
)

func request(command raft.Command) *cluster.ClientRequest {
	return &cluster.ClientRequest{From: 2, To: 1, RequestID: 1, Command: command}
}

type unknownMessage struct{}

func (unknownMessage) Route() (from, to raft.ServerID) { return 1, 2 }

func TestEncodeRefuses(t *testing.T) {
	tooMany := &raft.AppendEntries{Entries: slices.Repeat([]*raft.Entry{{}}, mostEntries+1)}
	crowd := raft.Configuration{Voters: make([]raft.ServerID, mostMembers+1)}
	mark := &raft.SessionMark{Session: 1, Sequence: -1}
	for name, message := range map[string]raft.Message{
		"a number below 0":          &raft.TimeoutNow{From: 1, To: 2, Term: -1},
		"a number above 2^53 - 1":   &raft.TimeoutNow{From: 1, To: 2, Term: 1 << 53},
		"a sequence below 0":        request(raft.Command{Type: raft.Delete, Mark: mark}),
		"a session below 0":         &cluster.ClientReply{Outcome: cluster.Outcome{OK: true, Answer: raft.Answer{Session: -1}}},
		"a leader below 0":          &cluster.ClientReply{Outcome: cluster.Outcome{Failure: cluster.Failure{Leader: -1}}},
		"text that is not UTF-8":    request(raft.Command{Type: raft.Set, ID: "7", Name: "a\xff"}),
		"half of a surrogate pair":  request(raft.Command{Type: raft.Set, ID: "\xed\xa0\x80"}),
		"a command of no type":      request(raft.Command{Type: raft.Configure + 1}),
		"no configuration":          request(raft.Command{Type: raft.Configure}),
		"no entry":                  &raft.AppendEntries{Entries: []*raft.Entry{nil}},
		"too many entries":          tooMany,
		"too many voters":           request(raft.Command{Type: raft.Configure, Configuration: &crowd}),
		"a frame that is too large": request(raft.Command{Type: raft.Set, Name: strings.Repeat("a", LargestFrame)}),
		"what is no message":        unknownMessage{},
		"no message":                nil,
	} {
		t.Run(name, func(t *testing.T) {
			dst := []byte("what was there")
			frame, err := Encode(dst, message)
			var invalid *raft.InvalidArgumentError
			if !errors.As(err, &invalid) || string(frame) != "what was there" {
				t.Errorf("the result is %.40q, %v", frame, err)
			}
		})
	}
}

func TestEncodeAppends(t *testing.T) {
	message := &raft.TimeoutNow{From: 1, To: 3, Term: 7}
	if frame, err := Encode([]byte{0xaa}, message); err != nil || !slices.Equal(frame, []byte{0xaa, 1, 9, 1, 3, 7}) {
		t.Errorf("the result is %x, %v", frame, err)
	}
}

func TestMostEntries(t *testing.T) {
	message := &raft.AppendEntries{Entries: slices.Repeat([]*raft.Entry{{Term: 1}}, mostEntries)}
	frame, err := Encode(nil, message)
	if err != nil {
		t.Fatal(err)
	}
	if read, err := Decode(frame); err != nil || len(read.(*raft.AppendEntries).Entries) != mostEntries {
		t.Errorf("it cannot be read: %v", err)
	}
	oneMore := slices.Concat(frame[:7], []byte{0x81, 0x80, 0x40, 1, 0}, frame[10:])
	expectMalformed(t, oneMore, "byte 7: 1048577 entries: the maximum is 1048576")
}

func TestDecodeRefusesLargeFrames(t *testing.T) {
	expectMalformed(t, make([]byte, LargestFrame+1), "a frame of 268435457 bytes: the maximum is 268435456")
}

// TestDecodeCopies checks that a frame's memory may be reused once it is decoded.
func TestDecodeCopies(t *testing.T) {
	for _, vector := range casesOf[messageCase](t, "messages.json") {
		frame := slices.Clone([]byte(vector.Frame))
		read, err := Decode(frame)
		if err != nil {
			t.Fatal(err)
		}
		for i := range frame {
			frame[i] = 0xff
		}
		if again, _ := Decode(vector.Frame); !reflect.DeepEqual(read, again) {
			t.Errorf("%s became %+v", vector.Name, read)
		}
	}
}
