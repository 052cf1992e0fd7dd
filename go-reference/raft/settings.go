package raft

import (
	"cmp"
	"time"
)

// The settings of a cluster: defaults and validation. Timing requirement (§5.6): broadcast time ≪ election timeout.

// Millis is a time in milliseconds: the unit of the settings, the fault rules and the trace, in both languages.
type Millis float64

// Duration converts to a time.Duration.
func (m Millis) Duration() time.Duration {
	return time.Duration(float64(m) * float64(time.Millisecond))
}

func (m Millis) String() string { return number(float64(m)) }

// A Switch turns a rule on or off. The zero value is the default.
type Switch uint8

const (
	Default Switch = iota
	On
	Off
)

// Settings of a cluster. A zero field has its default. A field is a pointer where 0 is a value of its own.
type Settings struct {
	// Servers is the number of servers, with ids from 1 to Servers: 1 to 10,001. Default 3.
	Servers int `json:"servers"`
	// ElectionTimeout is the range of the randomized election timeout (ms; §5.2): 0 < min, min + 1 <= max < 2^31. Or
	// min = max: timeouts are then not random, and servers that start together split every vote, as at 150-150 in Figure 16.
	// Default 150 and 300.
	ElectionTimeout [2]Millis `json:"electionTimeout"`
	// HeartbeatInterval is the interval of a leader's heartbeats (ms), below the minimum election timeout. Default: a third
	// of it.
	HeartbeatInterval Millis `json:"heartbeatInterval"`
	// MaxEntriesPerMessage is the maximum of entries in one AppendEntries. Default 1024.
	MaxEntriesPerMessage int `json:"maxEntriesPerMessage"`
	// MaxMessagesInFlight is the maximum of unacknowledged messages to one follower. Default 256.
	MaxMessagesInFlight int `json:"maxMessagesInFlight"`
	// MaxBytesInFlight is the number of unacknowledged bytes at which a follower is sent no more entries, up to 2^26; also
	// the maximum of one message, unless it holds a single entry. Default 16 MiB.
	MaxBytesInFlight int `json:"maxBytesInFlight"`
	// MaxUncommitted is the maximum of uncommitted entries at a leader; further proposals fail with an OverloadedError.
	// Default 65,536.
	MaxUncommitted int `json:"maxUncommitted"`
	// MaxUncommittedBytes is the number of bytes of uncommitted entries at which proposals fail with an OverloadedError, up
	// to 2^40; the last entry accepted may exceed it. Default 256 MiB.
	MaxUncommittedBytes int `json:"maxUncommittedBytes"`
	// PreVote precedes each election (dissertation §9.6). Default on.
	PreVote Switch `json:"preVote"`
	// CheckQuorum has a leader without a majority step down, and a server with a live leader refuse to vote (dissertation
	// §6.2, §4.2.3). Default on.
	CheckQuorum Switch `json:"checkQuorum"`
	// SnapshotThreshold is the number of applied entries between snapshots (§7); 0, the default, for none.
	SnapshotThreshold int `json:"snapshotThreshold"`
	// TrailingEntries are kept in the log behind a snapshot, so that a slow follower needs none. Default: a quarter of
	// SnapshotThreshold.
	TrailingEntries *int `json:"trailingEntries"`
	// CatchUpEntries are further entries kept for an active follower that is catching up; one that lags more is sent a
	// snapshot. Default 65,536.
	CatchUpEntries *int `json:"catchUpEntries"`
	// SnapshotChunk is the size of a snapshot chunk (bytes), up to 2^27. Default 64 KiB.
	SnapshotChunk int `json:"snapshotChunk"`
	// MaxSessions is the maximum of client sessions; beyond it the least recently used one is evicted. The same on all
	// servers. Default 10,000.
	MaxSessions int `json:"maxSessions"`
	// Seed fixes the cluster's random choices. Default 1.
	Seed *uint32 `json:"seed"`
}

// integer is an integral setting: its place, default and range.
type integer struct {
	name                   string
	value                  *int
	unset, lowest, highest int
}

// integers returns those of settings whose pointers are set.
func (s *Settings) integers() []integer {
	return []integer{
		{"servers", &s.Servers, 3, 1, 10_001},
		{"maxEntriesPerMessage", &s.MaxEntriesPerMessage, 1024, 1, 1_000_000},
		{"maxMessagesInFlight", &s.MaxMessagesInFlight, 256, 1, 1_000_000},
		{"maxBytesInFlight", &s.MaxBytesInFlight, 16 * 1024 * 1024, 1, 1 << 26},
		{"maxUncommitted", &s.MaxUncommitted, 65_536, 1, 1_000_000_000},
		{"maxUncommittedBytes", &s.MaxUncommittedBytes, 1 << 28, 1, 1 << 40},
		{"snapshotThreshold", &s.SnapshotThreshold, 0, 0, 1_000_000_000},
		{"trailingEntries", s.TrailingEntries, 0, 0, 1_000_000_000},
		{"catchUpEntries", s.CatchUpEntries, 0, 0, 1_000_000_000},
		{"snapshotChunk", &s.SnapshotChunk, 64 * 1024, 1, 1 << 27},
		{"maxSessions", &s.MaxSessions, 10_000, 1, 100_000_000},
	}
}

// Limits of timers in both languages.
const (
	// longest is the maximum delay (ms).
	longest = 1<<31 - 1
	// shortestSpan is the granularity of an event loop's timers (ms): timeouts of a shorter span would elapse together,
	// although drawn at random.
	shortestSpan = 1
)

// Complete returns a copy with the defaults filled in. The error is an InvalidArgumentError that names the setting.
func (s Settings) Complete() (Settings, error) {
	s.TrailingEntries = copyOr(s.TrailingEntries, s.SnapshotThreshold/4)
	s.CatchUpEntries = copyOr(s.CatchUpEntries, 65_536)
	s.Seed = copyOr(s.Seed, 1)
	for _, setting := range s.integers() {
		*setting.value = cmp.Or(*setting.value, setting.unset)
	}
	s.ElectionTimeout = cmp.Or(s.ElectionTimeout, [2]Millis{150, 300})
	s.HeartbeatInterval = cmp.Or(s.HeartbeatInterval, s.ElectionTimeout[0]/3)
	s.PreVote = cmp.Or(s.PreVote, On)
	s.CheckQuorum = cmp.Or(s.CheckQuorum, On)
	return s, s.check()
}

// copyOr returns a pointer to a copy of the given value, or of the default without one.
func copyOr[T any](given *T, unset T) *T {
	if given != nil {
		return new(*given)
	}
	return new(unset)
}

func (s Settings) check() error {
	for _, setting := range s.integers() {
		if err := RequireInteger(setting.name, float64(*setting.value), setting.lowest, setting.highest); err != nil {
			return err
		}
	}
	return cmp.Or(requireTimeout(s.ElectionTimeout), requireInterval(s.HeartbeatInterval, s.ElectionTimeout))
}

// requireTimeout requires a range, or one timeout given twice.
func requireTimeout(timeout [2]Millis) error {
	lowest, highest := timeout[0], timeout[1]
	if !(isTime(lowest) && isTime(highest) && (lowest+shortestSpan <= highest || lowest == highest)) {
		return Invalid("electionTimeout is [%v, %v] ms: give 0 < min, and max from min + 1 to %d, so that not all campaign at once; "+
			"or max = min, so that they do", lowest, highest, longest)
	}
	return nil
}

func requireInterval(interval Millis, timeout [2]Millis) error {
	if !(isTime(interval) && interval < timeout[0]) {
		return Invalid("heartbeatInterval is %v ms: give more than 0 and less than the election timeout's minimum, %v ms",
			interval, timeout[0])
	}
	return nil
}

func isTime(value Millis) bool { return value > 0 && value <= longest }
