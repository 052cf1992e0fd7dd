package codec

import (
	"fmt"

	"github.com/raft-three-ways/go-reference/raft"
)

// A message as one frame: the schema's version, and the message. How one frame is told from the next is for whoever
// carries them: a byte stream needs a length in front.

// Version is the first byte of every frame. Whatever changes the schema changes it.
const Version = 1

// Encode appends the message's frame to dst. It fails with an InvalidArgumentError if something in it has no place in the
// schema, or it takes more than LargestFrame bytes; dst is then returned as it was.
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

// Decode returns the message of a frame, with which it shares nothing. It fails with a MalformedMessageError if Encode can
// have written no such frame.
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
