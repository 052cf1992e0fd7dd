package codec

// Any bytes are either a message in its only form or a MalformedMessageError. `go test` runs the vectors, `go test -fuzz
// FuzzDecode ./codec` searches for more.

import (
	"bytes"
	"errors"
	"testing"

	"github.com/raft-three-ways/go-reference/raft"
)

func FuzzDecode(f *testing.F) {
	for _, vector := range casesOf[messageCase](f, "messages.json") {
		f.Add([]byte(vector.Frame))
	}
	for _, vector := range casesOf[malformedCase](f, "malformed.json") {
		f.Add([]byte(vector.Frame))
	}
	f.Fuzz(func(t *testing.T, frame []byte) {
		message, err := Decode(frame)
		if err != nil {
			var malformed *raft.MalformedMessageError
			if !errors.As(err, &malformed) || message != nil {
				t.Fatalf("%x is read as %+v, %v", frame, message, err)
			}
			return
		}
		if again, err := Encode(nil, message); err != nil || !bytes.Equal(again, frame) {
			t.Fatalf("%x is read as %+v, which is written as %x, %v", frame, message, again, err)
		}
	})
}
