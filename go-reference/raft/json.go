package raft

import "encoding/json"

// JSON of the rules' plain data, compatible with TypeScript: a field `type` for a Go type, null for a zero value.

// MarshalJSON writes 0 as null. Null decodes to 0.
func (id ServerID) MarshalJSON() ([]byte, error) {
	if id == 0 {
		return []byte("null"), nil
	}
	return json.Marshal(int(id))
}

var (
	roleNames    = []string{"follower", "pre-candidate", "candidate", "leader"}
	commandNames = []string{"noop", "set", "delete", "register", "configuration"}
	changeNames  = []string{"addLearner", "promote", "remove"}
)

func (role Role) String() string                { return roleNames[role] }
func (role Role) MarshalText() ([]byte, error)  { return []byte(role.String()), nil }
func (role *Role) UnmarshalText(b []byte) error { return parseName(role, roleNames, "role", b) }

func (t CommandType) String() string                { return commandNames[t] }
func (t CommandType) MarshalText() ([]byte, error)  { return []byte(t.String()), nil }
func (t *CommandType) UnmarshalText(b []byte) error { return parseName(t, commandNames, "command", b) }

func (t ChangeType) String() string                { return changeNames[t] }
func (t ChangeType) MarshalText() ([]byte, error)  { return []byte(t.String()), nil }
func (t *ChangeType) UnmarshalText(b []byte) error { return parseName(t, changeNames, "change", b) }

func parseName[T ~uint8](into *T, names []string, what string, text []byte) error {
	for i, name := range names {
		if name == string(text) {
			*into = T(i)
			return nil
		}
	}
	return Invalid("%s type is %q: give one of %q", what, text, names)
}

type commandJSON struct {
	Type          *CommandType   `json:"type"`
	ID            *string        `json:"id,omitempty"`
	Name          *string        `json:"name,omitempty"`
	Mark          *SessionMark   `json:"mark,omitempty"`
	Configuration *Configuration `json:"configuration,omitempty"`
}

func (c Command) MarshalJSON() ([]byte, error) {
	plain := commandJSON{Type: &c.Type}
	switch c.Type {
	case Set:
		plain.ID, plain.Name, plain.Mark = &c.ID, &c.Name, c.Mark
	case Delete:
		plain.ID, plain.Mark = &c.ID, c.Mark
	case Configure:
		plain.Configuration = c.Configuration
	}
	return json.Marshal(plain)
}

func (c *Command) UnmarshalJSON(data []byte) error {
	var plain commandJSON
	if err := json.Unmarshal(data, &plain); err != nil {
		return err
	}
	if plain.Type == nil {
		return Invalid("command has no type: give one of %q", commandNames)
	}
	*c = Command{Type: *plain.Type}
	if c.Type == Configure {
		return c.readConfiguration(plain)
	}
	if c.Type == Set || c.Type == Delete {
		return c.readChange(plain)
	}
	return nil
}

func (c *Command) readConfiguration(plain commandJSON) error {
	if plain.Configuration == nil {
		return Invalid("configuration command has no configuration: give voters and learners")
	}
	c.Configuration = plain.Configuration
	return nil
}

func (c *Command) readChange(plain commandJSON) error {
	if plain.ID == nil {
		return Invalid("%v command has no id: give a string", c.Type)
	}
	c.ID, c.Mark = *plain.ID, plain.Mark
	if c.Type == Delete {
		return nil
	}
	if plain.Name == nil {
		return Invalid("set command has no name: give a string")
	}
	c.Name = *plain.Name
	return nil
}

// MarshalJSON writes the name, or the session's number, or null.
func (a Answer) MarshalJSON() ([]byte, error) {
	switch {
	case a.Session != 0:
		return json.Marshal(a.Session)
	case a.Found:
		return json.Marshal(a.Name)
	default:
		return []byte("null"), nil
	}
}

func (a *Answer) UnmarshalJSON(data []byte) error {
	*a = Answer{}
	switch {
	case string(data) == "null":
		return nil
	case data[0] == '"':
		a.Found = true
		return json.Unmarshal(data, &a.Name)
	default:
		return json.Unmarshal(data, &a.Session)
	}
}
