package codec

import (
	"encoding/hex"
	"encoding/json"
	"errors"
	"os"
	"reflect"
	"strings"
	"testing"

	"github.com/raft-three-ways/go-reference/cluster"
	"github.com/raft-three-ways/go-reference/raft"
)

const vectors = "../../packages/raft-codec/vectors/"

type messageCase struct {
	Name    string          `json:"name"`
	Message json.RawMessage `json:"message"`
	Frame   spacedHex       `json:"frame"`
}

type partCase struct {
	Name          string                    `json:"name"`
	Command       *raft.Command             `json:"command"`
	Outcome       *cluster.Outcome          `json:"outcome"`
	Configuration *raft.Configuration       `json:"configuration"`
	Change        *raft.ConfigurationChange `json:"change"`
	Bytes         spacedHex                 `json:"bytes"`
}

type malformedCase struct {
	Name   string    `json:"name"`
	Frame  spacedHex `json:"frame"`
	Reason string    `json:"reason"`
}

// spacedHex is bytes in hexadecimal, with spaces that mean nothing.
type spacedHex []byte

func (b *spacedHex) UnmarshalText(text []byte) error {
	bytes, err := hex.DecodeString(strings.ReplaceAll(string(text), " ", ""))
	*b = bytes
	return err
}

func casesOf[T any](t testing.TB, file string) []T {
	t.Helper()
	text, err := os.ReadFile(vectors + file)
	if err != nil {
		t.Fatal(err)
	}
	var table struct {
		Cases []T `json:"cases"`
	}
	if err := json.Unmarshal(text, &table); err != nil || len(table.Cases) == 0 {
		t.Fatalf("%s has %d cases: %v", file, len(table.Cases), err)
	}
	return table.Cases
}

func TestMessages(t *testing.T) {
	for _, vector := range casesOf[messageCase](t, "messages.json") {
		t.Run(vector.Name, func(t *testing.T) {
			message, err := cluster.UnmarshalMessage(vector.Message)
			if err != nil {
				t.Fatal(err)
			}
			if frame, err := Encode(nil, message); err != nil || string(frame) != string(vector.Frame) {
				t.Errorf("it is written as %x, %v, want %x", frame, err, vector.Frame)
			}
			if read, err := Decode(vector.Frame); err != nil || !reflect.DeepEqual(read, message) {
				t.Errorf("it is read as %+v, %v, want %+v", read, err, message)
			}
		})
	}
}

func TestParts(t *testing.T) {
	for _, vector := range casesOf[partCase](t, "parts.json") {
		t.Run(vector.Name, func(t *testing.T) {
			var w writer
			r := reader{frame: vector.Bytes}
			var read, want any
			switch {
			case vector.Command != nil:
				w.command(vector.Command)
				read, want = r.command(), *vector.Command
			case vector.Outcome != nil:
				w.outcome(vector.Outcome)
				read, want = r.outcome(), *vector.Outcome
			case vector.Configuration != nil:
				w.configuration(vector.Configuration)
				read, want = r.configuration(), vector.Configuration
			case vector.Change != nil:
				w.configurationChange(*vector.Change)
				read, want = r.configurationChange(), *vector.Change
			}
			if r.end(); r.err != nil || !reflect.DeepEqual(read, want) {
				t.Errorf("it is read as %+v, %v, want %+v", read, r.err, want)
			}
			if w.err != nil || string(w.buffer) != string(vector.Bytes) {
				t.Errorf("it is written as %x, %v, want %x", w.buffer, w.err, vector.Bytes)
			}
		})
	}
}

func TestMalformed(t *testing.T) {
	for _, vector := range casesOf[malformedCase](t, "malformed.json") {
		t.Run(vector.Name, func(t *testing.T) { expectMalformed(t, vector.Frame, vector.Reason) })
	}
}

// TestPartsOfFrames: no frame is one any more that lacks its end, or has a byte more.
func TestPartsOfFrames(t *testing.T) {
	for _, vector := range casesOf[messageCase](t, "messages.json") {
		for length := range vector.Frame {
			expectMalformed(t, vector.Frame[:length], "")
		}
		expectMalformed(t, append(vector.Frame, 0), "")
	}
}

// expectMalformed accepts any reason if it is given none.
func expectMalformed(t *testing.T, frame []byte, reason string) {
	t.Helper()
	message, err := Decode(frame)
	var malformed *raft.MalformedMessageError
	if !errors.As(err, &malformed) || reason != "" && malformed.Reason != reason {
		t.Errorf("%x is read as %+v, %v, want the error %q", frame, message, err, reason)
	}
}
