package codec

import (
	"fmt"

	"github.com/raft-three-ways/go-reference/raft"
)

// A message as one frame: the schema's version, then the message. Framing is the transport's: a byte stream needs a length
// prefix.

// Version is the first byte of every frame. A change of the schema changes it.
const Version = 1

// Encode appends the message's frame to dst. It fails with an InvalidArgumentError if a value is outside the schema, or the
// frame exceeds LargestFrame; dst is then returned unchanged.
func Encode(dst []byte, message raft.Message) ([]byte, error) {
	w := writer{buffer: dst}
	w.byte(Version)
	w.message(message)
	if length := len(w.buffer) - len(dst); length > LargestFrame {
		w.refuse("the message takes %d bytes: give at most %d", length, LargestFrame)
	}
	if w.err != nil {
		return dst, w.err
	}
	return w.buffer, nil
}

// Decode returns the message of a frame, as a copy. It fails with a MalformedMessageError if Encode cannot have written the
// frame.
func Decode(frame []byte) (raft.Message, error) {
	if len(frame) > LargestFrame {
		reason := fmt.Sprintf("a frame of %d bytes: the maximum is %d", len(frame), LargestFrame)
		return nil, &raft.MalformedMessageError{Reason: reason}
	}
	r := reader{frame: frame}
	if first := r.byte(); r.err == nil && first != Version {
		r.refuse("unknown version %d: expected %d", first, Version)
	}
	message := r.message()
	r.end()
	if r.err != nil {
		return nil, r.err
	}
	return message, nil
}
