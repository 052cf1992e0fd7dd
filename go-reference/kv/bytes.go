package kv

import (
	"encoding/binary"
	"math"
	"slices"
	"unicode/utf8"

	"github.com/raft-three-ways/go-reference/raft"
)

// Encoding of a snapshot: numbers as little-endian 64-bit floats, text as UTF-8 preceded by its length in bytes.

// A byteWriter encodes a snapshot; its zero value is empty.
type byteWriter struct{ buffer []byte }

func (w *byteWriter) number(value int) {
	w.reserve(8)
	w.buffer = binary.LittleEndian.AppendUint64(w.buffer, math.Float64bits(float64(value)))
}

func (w *byteWriter) bytes(value []byte) {
	w.number(len(value))
	w.reserve(len(value))
	w.buffer = append(w.buffer, value...)
}

func (w *byteWriter) string(value string) { w.bytes([]byte(value)) }

func (w *byteWriter) result() []byte { return slices.Clip(w.buffer) }

func (w *byteWriter) reserve(bytes int) { w.buffer = slices.Grow(w.buffer, bytes) }

// A byteReader reads the output of byteWriter. On anything else err is a MalformedMessageError, and further values are
// zero.
type byteReader struct {
	buffer []byte
	err    error
}

// number reads a safe integer from 0.
func (r *byteReader) number() int {
	bytes := r.take(8)
	if bytes == nil {
		return 0
	}
	value := math.Float64frombits(binary.LittleEndian.Uint64(bytes))
	if !(value == math.Trunc(value) && value >= 0 && value <= raft.MaxCount) {
		r.err = raft.Malformed("expected a count in the snapshot, got %v", value)
		return 0
	}
	return int(value)
}

func (r *byteReader) string() string {
	text := string(r.take(r.number()))
	if !utf8.ValidString(text) {
		r.err = raft.Malformed("the snapshot contains invalid UTF-8")
		return ""
	}
	return text
}

func (r *byteReader) take(bytes int) []byte {
	if r.err == nil && bytes > len(r.buffer) {
		r.err = raft.Malformed("the snapshot is truncated")
	}
	if r.err != nil {
		return nil
	}
	taken := r.buffer[:bytes]
	r.buffer = r.buffer[bytes:]
	return taken
}
