package codec

import (
	"fmt"
	"unicode/utf8"

	"github.com/raft-three-ways/go-reference/raft"
)

// A reader decodes the output of a writer and refuses anything else, so that every message has exactly one form. The first
// refusal is the MalformedMessageError in err; further values are zero. Results are copies, since the frame's memory may be
// reused.
type reader struct {
	frame []byte
	// at is the position of the next byte.
	at  int
	err error
}

// refuse refuses the byte read last.
func (r *reader) refuse(format string, args ...any) { r.refuseAt(r.at-1, format, args...) }

// refuseAt records what is wrong at a position, and leaves nothing to read.
func (r *reader) refuseAt(at int, format string, args ...any) {
	if r.err == nil {
		reason := fmt.Sprintf("byte %d: %s", at, fmt.Sprintf(format, args...))
		r.err = &raft.MalformedMessageError{Reason: reason}
	}
	r.at = len(r.frame)
}

func (r *reader) byte() byte {
	if r.at >= len(r.frame) {
		r.refuseAt(r.at, "unexpected end of frame")
		return 0
	}
	r.at++
	return r.frame[r.at-1]
}

func (r *reader) flag() bool {
	value := r.byte()
	if value > 1 {
		r.refuse("expected 0 or 1, got %d", value)
	}
	return value == 1
}

// number reads an integer from 0 to 2^53 - 1.
func (r *reader) number() int {
	low := r.byte()
	if low < 0x80 {
		return int(low)
	}
	return r.longNumber(int(low & 0x7f))
}

// longNumber continues after the lowest seven bits.
func (r *reader) longNumber(low int) int {
	start := r.at - 1
	value := low
	for shift := 7; shift <= 49; shift += 7 {
		next := r.byte()
		if next == 0 {
			r.refuseAt(start, "the number is not in its shortest form")
			return 0
		}
		value |= int(next&0x7f) << shift
		if next < 0x80 && value <= maxNumber {
			return value
		}
		if next < 0x80 {
			break
		}
	}
	r.refuseAt(start, "the number exceeds 2^53 - 1")
	return 0
}

// positive reads an integer from 1.
func (r *reader) positive() int {
	value := r.number()
	if value == 0 {
		r.refuse("expected an integer from 1, got 0")
	}
	return value
}

// count reads a number of elements, each at least size bytes.
func (r *reader) count(most, size int, what string) int {
	start := r.at
	value := r.number()
	switch {
	case value > most:
		r.refuseAt(start, "%d %s: the maximum is %d", value, what, most)
	case value*size > len(r.frame)-r.at:
		r.refuseAt(start, "%d %s do not fit in the rest of the frame", value, what)
	default:
		return value
	}
	return 0
}

// bytes reads a length and that number of bytes.
func (r *reader) bytes() []byte {
	return append([]byte{}, r.take(r.count(LargestFrame, 1, "bytes"))...)
}

// text reads a length in bytes and UTF-8.
func (r *reader) text() string {
	start := r.at
	bytes := r.take(r.count(LargestFrame, 1, "bytes of text"))
	if !utf8.Valid(bytes) {
		r.refuseAt(start, "invalid UTF-8")
		return ""
	}
	return string(bytes)
}

func (r *reader) take(length int) []byte {
	r.at += length
	return r.frame[r.at-length : r.at]
}

// end refuses trailing bytes.
func (r *reader) end() {
	if r.at < len(r.frame) {
		r.refuseAt(r.at, "trailing bytes after the message")
	}
}
