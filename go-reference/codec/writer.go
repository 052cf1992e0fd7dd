package codec

import (
	"fmt"
	"unicode/utf8"

	"github.com/raft-three-ways/go-reference/raft"
)

// A writer appends what all messages are made of to its buffer. What has no place in the schema leaves an
// InvalidArgumentError in err, and then what the buffer holds is of no use.
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

// number writes an integer from 0 to 2^53 - 1: seven bits a byte, the lowest first.
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

// positive writes an integer from 1 up.
func (w *writer) positive(value int) {
	if value == 0 {
		w.refuse("0 cannot be encoded here: give an integer from 1 up")
	}
	w.number(value)
}

// count writes how many elements follow, of which there may be so many.
func (w *writer) count(length, most int, what string) {
	if length > most {
		w.refuse("%d %s cannot be encoded: give at most %d", length, what, most)
	}
	w.number(length)
}

// bytes writes them after their number.
func (w *writer) bytes(value []byte) {
	w.number(len(value))
	w.buffer = append(w.buffer, value...)
}

// text writes it as UTF-8, after the number of its bytes.
func (w *writer) text(value string) {
	if !utf8.ValidString(value) {
		w.refuse("%q cannot be encoded: give text that is UTF-8", value)
	}
	w.number(len(value))
	w.buffer = append(w.buffer, value...)
}
