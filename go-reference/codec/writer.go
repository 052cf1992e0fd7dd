package codec

import (
	"fmt"
	"unicode/utf8"

	"github.com/raft-three-ways/go-reference/raft"
)

// A writer appends the parts of messages to its buffer. A value outside the schema leaves an InvalidArgumentError in err;
// the buffer is then invalid.
type writer struct {
	buffer []byte
	err    error
}

func (w *writer) refuse(format string, args ...any) {
	if w.err == nil {
		w.err = &raft.InvalidArgumentError{Reason: fmt.Sprintf(format, args...)}
	}
}

func (w *writer) byte(value byte) { w.buffer = append(w.buffer, value) }

func (w *writer) flag(value bool) {
	if value {
		w.byte(1)
	} else {
		w.byte(0)
	}
}

// number writes an integer from 0 to 2^53 - 1: seven bits a byte, lowest first.
func (w *writer) number(value int) {
	if value < 0 || value > maxNumber {
		w.refuse("%d cannot be encoded: give an integer from 0 to 2^53 - 1", value)
		return
	}
	for ; value >= 0x80; value >>= 7 {
		w.byte(byte(value) | 0x80)
	}
	w.byte(byte(value))
}

// positive writes an integer from 1.
func (w *writer) positive(value int) {
	if value == 0 {
		w.refuse("0 cannot be encoded here: give an integer from 1 up")
	}
	w.number(value)
}

// count writes a number of elements, up to a maximum.
func (w *writer) count(length, most int, what string) {
	if length > most {
		w.refuse("%d %s cannot be encoded: give at most %d", length, what, most)
	}
	w.number(length)
}

// bytes writes a length and the bytes.
func (w *writer) bytes(value []byte) {
	w.number(len(value))
	w.buffer = append(w.buffer, value...)
}

// text writes a length in bytes and UTF-8.
func (w *writer) text(value string) {
	if !utf8.ValidString(value) {
		w.refuse("%q cannot be encoded: give text that is UTF-8", value)
	}
	w.number(len(value))
	w.buffer = append(w.buffer, value...)
}
