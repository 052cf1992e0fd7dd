// Package commands encodes the state machine's commands as the bytes that a Raft library replicates.
package commands

import (
	"encoding/binary"
	"fmt"

	"github.com/raft-three-ways/go-reference/raft"
)

// Append appends an encoded Set or Delete without a session: its type, the length of its id, the id, the name.
func Append(data []byte, command raft.Command) ([]byte, error) {
	if command.Type != raft.Set && command.Type != raft.Delete || command.Mark != nil {
		return nil, fmt.Errorf("a baseline replicates set and delete without a session, not command type %d", command.Type)
	}
	data = append(data, byte(command.Type))
	data = binary.AppendUvarint(data, uint64(len(command.ID)))
	data = append(data, command.ID...)
	return append(data, command.Name...), nil
}

// Size returns the number of bytes that hold a command.
func Size(command raft.Command) int {
	return 1 + binary.MaxVarintLen32 + len(command.ID) + len(command.Name)
}

// Decode returns the command that Append has encoded. Its id and name share one allocation.
func Decode(data []byte) raft.Command {
	length, bytes := binary.Uvarint(data[1:])
	text := string(data[1+bytes:])
	return raft.Command{Type: raft.CommandType(data[0]), ID: text[:length], Name: text[length:]}
}
