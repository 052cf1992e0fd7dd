// Package codec encodes Raft's messages as bytes. It is the twin of packages/raft-codec, whose README holds the schema: the
// same files and functions in the same order, and the same bytes, which shared vectors check.
//
// Reading order: codec, messages and one of its parts, writer, reader.
package codec
