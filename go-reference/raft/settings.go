package raft

import (
	"cmp"
	"math"
	"strconv"
	"time"
)

// The settings of a cluster, their defaults and their checks. Timing requirement of §5.6: broadcast time must stay far
// below the election timeout.

// Millis is a time in milliseconds: the unit of the settings, the fault rules and the trace, in both languages.
type Millis float64

// Duration converts to Go's unit.
func (m Millis) Duration() time.Duration {
	return time.Duration(float64(m) * float64(time.Millisecond))
}

func (m Millis) String() string { return number(float64(m)) }

// Settings of a cluster. Whatever is zero has its default.
type Settings struct {
	// Servers is how many servers there are, named 1 … Servers. From 1 up; 3 unless set.
	Servers int `json:"servers"`
	// ElectionTimeout: a follower that hears nothing for a random time between these two stands for election (§5.2).
	// 150 and 300 ms unless set.
	ElectionTimeout [2]Millis `json:"electionTimeout"`
	// HeartbeatInterval is how often a leader lets its followers hear from it. A third of the minimum election timeout
	// unless set.
	HeartbeatInterval Millis `json:"heartbeatInterval"`
	// MaxEntriesPerMessage: at most so many entries travel in one AppendEntries. 1024 unless set.
	MaxEntriesPerMessage int `json:"maxEntriesPerMessage"`
	// MaxEntriesInFlight: at most so many entries are sent to a follower ahead of its acknowledgement. 8192 unless set.
	MaxEntriesInFlight int `json:"maxEntriesInFlight"`
	// Seed fixes every random choice of the cluster. 1 unless set.
	Seed uint32 `json:"seed"`
}

// Complete fills in the defaults and checks the settings. The error is an InvalidArgumentError that names the setting.
func (s Settings) Complete() (Settings, error) {
	if s.Servers == 0 {
		s.Servers = 3
	}
	if s.ElectionTimeout == [2]Millis{} {
		s.ElectionTimeout = [2]Millis{150, 300}
	}
	if s.HeartbeatInterval == 0 {
		s.HeartbeatInterval = s.ElectionTimeout[0] / 3
	}
	if s.MaxEntriesPerMessage == 0 {
		s.MaxEntriesPerMessage = 1024
	}
	if s.MaxEntriesInFlight == 0 {
		s.MaxEntriesInFlight = 8192
	}
	if s.Seed == 0 {
		s.Seed = 1
	}
	return s, s.check()
}

func (s Settings) check() error {
	return cmp.Or(
		requireInteger("servers", float64(s.Servers), 1, 10_001),
		requireTimes(s),
		requireInteger("maxEntriesPerMessage", float64(s.MaxEntriesPerMessage), 1, 1_000_000),
		requireInteger("maxEntriesInFlight", float64(s.MaxEntriesInFlight), 1, 1_000_000_000),
	)
}

func requireTimes(s Settings) error {
	lowest, highest := s.ElectionTimeout[0], s.ElectionTimeout[1]
	if !(lowest > 0 && highest >= lowest && !math.IsInf(float64(highest), 0)) {
		return invalid("electionTimeout is [%v, %v] ms: give 0 < min <= max", lowest, highest)
	}
	if !(s.HeartbeatInterval > 0 && s.HeartbeatInterval < lowest) {
		return invalid("heartbeatInterval is %v ms: give more than 0 and less than the election timeout's minimum, %v ms",
			s.HeartbeatInterval, lowest)
	}
	return nil
}

func requireInteger(name string, value, lowest, highest float64) error {
	if value != math.Trunc(value) || value < lowest || value > highest {
		return invalid("%s is %s: give an integer from %s to %s", name, number(value), number(lowest), number(highest))
	}
	return nil
}

func number(value float64) string { return strconv.FormatFloat(value, 'f', -1, 64) }

// RandomElectionTimeout is a fresh election timeout, drawn evenly from the range, so that split votes are rare (§5.2).
func (s Settings) RandomElectionTimeout(random func() float64) Millis {
	lowest, highest := s.ElectionTimeout[0], s.ElectionTimeout[1]
	return lowest + Millis(random())*(highest-lowest)
}
