// Package codec turns Raft's messages into bytes and back. It is the twin of packages/raft-codec, whose README holds the
// schema: the same files, the same functions, the same order, and the same bytes, which the vectors of both prove.
//
// Begin with codec.go, then messages.go and one of its parts, then writer.go and reader.go.
package codec
