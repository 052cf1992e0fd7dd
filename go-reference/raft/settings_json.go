package raft

import (
	"cmp"
	"encoding/json"
	"fmt"
	"maps"
	"slices"
)

// The settings as JSON: in the other language a setting that is left out has its default, and one that is zero is zero.

// MarshalJSON writes what the switch comes to: by default it is on.
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

// ParseSettings reads settings of which some may be left out, and completes and checks them. What is given is checked
// even where it is zero, which in a Settings would mean the default.
func ParseSettings(data []byte) (Settings, error) {
	var given map[string]json.RawMessage
	if err := json.Unmarshal(data, &given); err != nil {
		return Settings{}, unreadable(err)
	}
	if given == nil {
		return Settings{}, refuse("settings", nil, "an object")
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
		all.TrailingEntries = all.SnapshotThreshold / 4
	}
	if unknown := slices.Sorted(maps.Keys(given)); len(unknown) > 0 {
		return Settings{}, refuseField("settings", decoded(given[unknown[0]]), unknown[0])
	}
	return all, all.check()
}

// readOthers takes the settings that are no whole numbers.
func (s *Settings) readOthers(given map[string]json.RawMessage) error {
	return cmp.Or(
		s.readTimeout(given),
		s.readInterval(given),
		read(given, "preVote", &s.PreVote, "true or false"),
		read(given, "checkQuorum", &s.CheckQuorum, "true or false"),
	)
}

// readTimeout: an array of another length would be cut, or filled with zeros.
func (s *Settings) readTimeout(given map[string]json.RawMessage) error {
	text, ok := given["electionTimeout"]
	if !ok {
		return nil
	}
	const wanted = "two times in ms, such as [150, 300]"
	if times, isArray := decoded(text).([]any); !isArray || len(times) != 2 {
		return refuse("electionTimeout", decoded(text), wanted)
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
		if err := requireInteger(setting.name, value, setting.lowest, setting.highest); err != nil {
			return err
		}
		*setting.value = int(value)
	}
	s.Seed = new(uint32(seed))
	return nil
}

// read takes a setting, if it is given. Null is no value.
func read(given map[string]json.RawMessage, name string, into any, wanted string) error {
	text, ok := given[name]
	if !ok {
		return nil
	}
	delete(given, name)
	if err := json.Unmarshal(text, into); err != nil || string(text) == "null" {
		return refuse(name, decoded(text), wanted)
	}
	return nil
}

// decoded is the value of a text that is JSON.
func decoded(text json.RawMessage) (value any) {
	_ = json.Unmarshal(text, &value) // it has been read as part of the settings
	return value
}

func unreadable(err error) error { return invalid("the settings cannot be read: %v", err) }
