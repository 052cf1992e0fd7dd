package raft

import (
	"bytes"
	"encoding/json"
	"fmt"
)

// The plain data of the rules as JSON: the very objects of the other language. In TypeScript a message is its JSON
// already; a Go type has its name instead of a field `type`, and a zero instead of null, and this file is the difference.

// MarshalJSON writes nobody as null. To read null is to leave a zero.
func (id ServerID) MarshalJSON() ([]byte, error) {
	if id == 0 {
		return []byte("null"), nil
	}
	return json.Marshal(int(id))
}

var (
	roleNames    = []string{"follower", "candidate", "leader"}
	commandNames = []string{"noop", "set", "delete"}
)

func (role Role) String() string                { return roleNames[role] }
func (role Role) MarshalText() ([]byte, error)  { return []byte(role.String()), nil }
func (role *Role) UnmarshalText(b []byte) error { return parseName(role, roleNames, "role", b) }

func (t CommandType) String() string                { return commandNames[t] }
func (t CommandType) MarshalText() ([]byte, error)  { return []byte(t.String()), nil }
func (t *CommandType) UnmarshalText(b []byte) error { return parseName(t, commandNames, "command", b) }

func parseName[T ~uint8](into *T, names []string, what string, text []byte) error {
	for i, name := range names {
		if name == string(text) {
			*into = T(i)
			return nil
		}
	}
	return invalid("%s type is %q: give one of %q", what, text, names)
}

type commandJSON struct {
	Type *CommandType `json:"type"`
	ID   *string      `json:"id,omitempty"`
	Name *string      `json:"name,omitempty"`
}

func (c Command) MarshalJSON() ([]byte, error) {
	plain := commandJSON{Type: &c.Type}
	if c.Type != Noop {
		plain.ID = &c.ID
	}
	if c.Type == Set {
		plain.Name = &c.Name
	}
	return json.Marshal(plain)
}

func (c *Command) UnmarshalJSON(data []byte) error {
	var plain commandJSON
	if err := json.Unmarshal(data, &plain); err != nil {
		return err
	}
	if plain.Type == nil {
		return invalid("a command has no type: give one of %q", commandNames)
	}
	*c = Command{Type: *plain.Type}
	if c.Type != Noop {
		if plain.ID == nil {
			return invalid("a %v command has no id: give a string", c.Type)
		}
		c.ID = *plain.ID
	}
	if c.Type == Set {
		if plain.Name == nil {
			return invalid("a set command has no name: give a string")
		}
		c.Name = *plain.Name
	}
	return nil
}

// MarshalJSON writes the name, or null if there is none.
func (a Answer) MarshalJSON() ([]byte, error) {
	if !a.Found {
		return []byte("null"), nil
	}
	return json.Marshal(a.Name)
}

func (a *Answer) UnmarshalJSON(data []byte) error {
	if string(data) == "null" {
		*a = Answer{}
		return nil
	}
	a.Found = true
	return json.Unmarshal(data, &a.Name)
}

func (o Outcome) MarshalJSON() ([]byte, error) {
	if o.OK {
		return json.Marshal(map[string]any{"ok": true, "answer": o.Answer})
	}
	return json.Marshal(map[string]any{"ok": false, "error": o.Error, "leader": o.Leader})
}

func (o *Outcome) UnmarshalJSON(data []byte) error {
	type plain Outcome // its fields match their names in any case
	return json.Unmarshal(data, (*plain)(o))
}

func (m *RequestVote) MarshalJSON() ([]byte, error) {
	type plain RequestVote
	return tagged("RequestVote", (*plain)(m))
}

func (m *RequestVoteReply) MarshalJSON() ([]byte, error) {
	type plain RequestVoteReply
	return tagged("RequestVoteReply", (*plain)(m))
}

func (m *AppendEntries) MarshalJSON() ([]byte, error) {
	type plain AppendEntries
	return tagged("AppendEntries", (*plain)(m))
}

func (m *AppendEntriesReply) MarshalJSON() ([]byte, error) {
	type plain AppendEntriesReply
	return tagged("AppendEntriesReply", (*plain)(m))
}

func (m *ClientRequest) MarshalJSON() ([]byte, error) {
	type plain ClientRequest
	return tagged("ClientRequest", (*plain)(m))
}

func (m *ClientReply) MarshalJSON() ([]byte, error) {
	type plain ClientReply
	return tagged("ClientReply", (*plain)(m))
}

// UnmarshalMessage reads a message of any type.
func UnmarshalMessage(data []byte) (Message, error) {
	var tag struct {
		Type string `json:"type"`
	}
	if err := json.Unmarshal(data, &tag); err != nil {
		return nil, err
	}
	message := newMessage(tag.Type)
	if message == nil {
		return nil, invalid("message type is %q: give one of those that servers send", tag.Type)
	}
	return message, json.Unmarshal(data, message)
}

func newMessage(name string) Message {
	switch name {
	case "RequestVote":
		return new(RequestVote)
	case "RequestVoteReply":
		return new(RequestVoteReply)
	case "AppendEntries":
		return new(AppendEntries)
	case "AppendEntriesReply":
		return new(AppendEntriesReply)
	case "ClientRequest":
		return new(ClientRequest)
	case "ClientReply":
		return new(ClientReply)
	default:
		return nil
	}
}

// MarshalJSON writes the event's fields between its type and its time.
func (e TraceEvent) MarshalJSON() ([]byte, error) {
	body, err := tagged(e.Event.EventType(), e.Event)
	if err != nil {
		return nil, err
	}
	at, err := json.Marshal(float64(e.At))
	return fmt.Appendf(body[:len(body)-1], `,"at":%s}`, at), err
}

// tagged writes an object with a field `type` before its own; it must have at least one.
func tagged(name string, object any) ([]byte, error) {
	body, err := json.Marshal(object)
	if err != nil {
		return nil, err
	}
	return fmt.Appendf(nil, `{"type":%q,%s`, name, body[1:]), nil
}

// ParseSettings reads settings of which some may be left out, and completes and checks them. What is given is checked
// even where it is zero, which in a Settings would mean the default.
func ParseSettings(data []byte) (Settings, error) {
	var given struct {
		Servers              *float64   `json:"servers"`
		ElectionTimeout      *[2]Millis `json:"electionTimeout"`
		HeartbeatInterval    *Millis    `json:"heartbeatInterval"`
		MaxEntriesPerMessage *float64   `json:"maxEntriesPerMessage"`
		MaxEntriesInFlight   *float64   `json:"maxEntriesInFlight"`
		Seed                 *float64   `json:"seed"`
	}
	decoder := json.NewDecoder(bytes.NewReader(data))
	decoder.DisallowUnknownFields()
	if err := decoder.Decode(&given); err != nil {
		return Settings{}, invalid("the settings cannot be read: %v", err)
	}
	all, err := Settings{}.Complete()
	if err != nil {
		return Settings{}, err
	}
	if given.ElectionTimeout != nil {
		all.ElectionTimeout = *given.ElectionTimeout
		all.HeartbeatInterval = all.ElectionTimeout[0] / 3
	}
	if given.HeartbeatInterval != nil {
		all.HeartbeatInterval = *given.HeartbeatInterval
	}
	for _, integer := range []struct {
		name            string
		given           *float64
		lowest, highest float64
		set             func(float64)
	}{
		{"servers", given.Servers, 1, 10_001, func(v float64) { all.Servers = int(v) }},
		{"maxEntriesPerMessage", given.MaxEntriesPerMessage, 1, 1_000_000, func(v float64) { all.MaxEntriesPerMessage = int(v) }},
		{"maxEntriesInFlight", given.MaxEntriesInFlight, 1, 1_000_000_000, func(v float64) { all.MaxEntriesInFlight = int(v) }},
		{"seed", given.Seed, 0, 0xffff_ffff, func(v float64) { all.Seed = uint32(v) }},
	} {
		if integer.given == nil {
			continue
		}
		if err := requireInteger(integer.name, *integer.given, integer.lowest, integer.highest); err != nil {
			return Settings{}, err
		}
		integer.set(*integer.given)
	}
	return all, all.check()
}
