package raft

import (
	"encoding/json"
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
		return Settings{}, invalid("the settings cannot be read: there is no setting %q", unknown[0])
	}
	return all, all.check()
}

// readOthers takes the settings that are no whole numbers.
func (s *Settings) readOthers(given map[string]json.RawMessage) error {
	for name, into := range map[string]any{
		"electionTimeout":   &s.ElectionTimeout,
		"heartbeatInterval": &s.HeartbeatInterval,
		"preVote":           &s.PreVote,
		"checkQuorum":       &s.CheckQuorum,
	} {
		text, ok := given[name]
		if !ok {
			continue
		}
		if err := json.Unmarshal(text, into); err != nil {
			return unreadable(err)
		}
		delete(given, name)
	}
	return nil
}

func (s *Settings) readIntegers(given map[string]json.RawMessage) error {
	seed := int(*s.Seed)
	for _, setting := range append(s.integers(), integer{"seed", &seed, 1, 0, 0xffff_ffff}) {
		text, ok := given[setting.name]
		if !ok {
			continue
		}
		var value float64
		if err := json.Unmarshal(text, &value); err != nil {
			return unreadable(err)
		}
		if err := requireInteger(setting.name, value, setting.lowest, setting.highest); err != nil {
			return err
		}
		*setting.value = int(value)
		delete(given, setting.name)
	}
	s.Seed = new(uint32(seed))
	return nil
}

func unreadable(err error) error { return invalid("the settings cannot be read: %v", err) }
