package cluster

import (
	"encoding/json"
	"fmt"

	"github.com/raft-three-ways/go-reference/internal/tagged"
	"github.com/raft-three-ways/go-reference/raft"
)

// JSON of the contract's plain data, compatible with TypeScript.

// MarshalJSON writes either the answer or the failure.
func (o Outcome) MarshalJSON() ([]byte, error) {
	if o.OK {
		return json.Marshal(struct {
			OK     bool        `json:"ok"`
			Answer raft.Answer `json:"answer"`
		}{true, o.Answer})
	}
	return json.Marshal(struct {
		OK bool `json:"ok"`
		Failure
	}{false, o.Failure})
}

// MarshalJSON writes the event's fields between its type and its time.
func (e TraceEvent) MarshalJSON() ([]byte, error) {
	body, err := tagged.Marshal(e.Event.EventType(), e.Event)
	if err != nil {
		return nil, err
	}
	at, err := json.Marshal(float64(e.At))
	return fmt.Appendf(body[:len(body)-1], `,"at":%s}`, at), err
}
