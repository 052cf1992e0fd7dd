package raft

import (
	"cmp"
	"encoding/json"
	"fmt"
	"maps"
	"slices"
)

// Settings in JSON, where a field left out has its default and a zero is zero.

// MarshalJSON writes a bool; the default is on.
func (s Switch) MarshalJSON() ([]byte, error) { return json.Marshal(s != Off) }

func (s *Switch) UnmarshalJSON(data []byte) error {
	var on bool
	if err := json.Unmarshal(data, &on); err != nil {
		return err
	}
	if *s = Off; on {
		*s = On
	}
	return nil
}

// ParseSettings decodes, completes and checks settings. A zero that is given is checked, although in Settings it would mean
// the default.
func ParseSettings(data []byte) (Settings, error) {
	var given map[string]json.RawMessage
	if err := json.Unmarshal(data, &given); err != nil {
		return Settings{}, unreadable(err)
	}
	if given == nil {
		return Settings{}, Refuse("settings", nil, "an object")
	}
	_, hasTail := given["trailingEntries"]
	var all Settings
	if err := all.readOthers(given); err != nil {
		return Settings{}, err
	}
	all, err := all.Complete()
	if err != nil {
		return Settings{}, err
	}
	if err := all.readIntegers(given); err != nil {
		return Settings{}, err
	}
	if !hasTail {
		tail := all.SnapshotThreshold / 4
		all.TrailingEntries = new(tail)
	}
	if unknown := slices.Sorted(maps.Keys(given)); len(unknown) > 0 {
		return Settings{}, RefuseField("settings", decoded(given[unknown[0]]), unknown[0])
	}
	return all, all.check()
}

// readOthers decodes the settings that are not integers.
func (s *Settings) readOthers(given map[string]json.RawMessage) error {
	return cmp.Or(
		s.readTimeout(given),
		s.readInterval(given),
		read(given, "preVote", &s.PreVote, "true or false"),
		read(given, "checkQuorum", &s.CheckQuorum, "true or false"),
	)
}

// readTimeout checks the length first: encoding/json would cut or fill the array.
func (s *Settings) readTimeout(given map[string]json.RawMessage) error {
	text, ok := given["electionTimeout"]
	if !ok {
		return nil
	}
	const wanted = "two times in ms, such as [150, 300]"
	if times, isArray := decoded(text).([]any); !isArray || len(times) != 2 {
		return Refuse("electionTimeout", decoded(text), wanted)
	}
	return cmp.Or(read(given, "electionTimeout", &s.ElectionTimeout, wanted), requireTimeout(s.ElectionTimeout))
}

func (s *Settings) readInterval(given map[string]json.RawMessage) error {
	if _, ok := given["heartbeatInterval"]; !ok {
		return nil
	}
	if err := read(given, "heartbeatInterval", &s.HeartbeatInterval, "a time in ms"); err != nil {
		return err
	}
	return requireInterval(s.HeartbeatInterval, cmp.Or(s.ElectionTimeout, [2]Millis{150, 300}))
}

func (s *Settings) readIntegers(given map[string]json.RawMessage) error {
	seed := int(*s.Seed)
	for _, setting := range append(s.integers(), integer{"seed", &seed, 1, 0, 0xffff_ffff}) {
		wanted := fmt.Sprintf("an integer from %d to %d", setting.lowest, setting.highest)
		value := float64(*setting.value)
		if err := read(given, setting.name, &value, wanted); err != nil {
			return err
		}
		if err := RequireInteger(setting.name, value, setting.lowest, setting.highest); err != nil {
			return err
		}
		*setting.value = int(value)
	}
	s.Seed = new(uint32(seed))
	return nil
}

// read decodes a setting, if given. Null is refused.
func read(given map[string]json.RawMessage, name string, into any, wanted string) error {
	text, ok := given[name]
	if !ok {
		return nil
	}
	delete(given, name)
	if err := json.Unmarshal(text, into); err != nil || string(text) == "null" {
		return Refuse(name, decoded(text), wanted)
	}
	return nil
}

// decoded returns the value of valid JSON.
func decoded(text json.RawMessage) (value any) {
	_ = json.Unmarshal(text, &value) // valid: the settings have been decoded
	return value
}

func unreadable(err error) error { return Invalid("invalid settings: %v", err) }
