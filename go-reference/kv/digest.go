package kv

// Digest identifies a state machine's state: equal after the same commands in the same order.
type Digest struct {
	// Digest is a hexadecimal hash of every pair in the map, ordered by id.
	Digest string `json:"digest"`
	// Applied is the number of commands applied, without a leader's no-ops.
	Applied int `json:"applied"`
}
