package raft

import (
	"cmp"
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

// A Switch turns a rule on or off. Its zero value leaves it as it is by default.
type Switch uint8

const (
	Default Switch = iota
	On
	Off
)

// Settings of a cluster. Whatever is zero has its default.
type Settings struct {
	// Servers is how many servers there are, named 1 … Servers. From 1 up; 3 unless set.
	Servers int `json:"servers"`
	// ElectionTimeout: a follower that hears nothing for a random time between these two stands for election (§5.2): above
	// 0, up to 2^31 - 1, the maximum at least 1 ms above the minimum. With one time for all, every vote would be split.
	// 150 and 300 ms unless set.
	ElectionTimeout [2]Millis `json:"electionTimeout"`
	// HeartbeatInterval is how often a leader lets its followers hear from it. A third of the minimum election timeout
	// unless set.
	HeartbeatInterval Millis `json:"heartbeatInterval"`
	// MaxEntriesPerMessage: at most so many entries travel in one AppendEntries. 1024 unless set.
	MaxEntriesPerMessage int `json:"maxEntriesPerMessage"`
	// MaxMessagesInFlight: at most so many messages are sent to a follower ahead of its acknowledgements. 256 unless set.
	MaxMessagesInFlight int `json:"maxMessagesInFlight"`
	// MaxBytesInFlight: a follower that owes acknowledgements for so many bytes or more is sent no more entries. One message
	// holds no more, or one entry. Up to 2^26; 16 MiB unless set.
	MaxBytesInFlight int `json:"maxBytesInFlight"`
	// MaxUncommitted: a leader with so many uncommitted entries takes no more proposals. 65536 unless set.
	MaxUncommitted int `json:"maxUncommitted"`
	// MaxUncommittedBytes: a leader whose uncommitted entries have so many bytes or more takes no more proposals: one goes
	// beyond at most. Up to 2^40; 256 MiB unless set.
	MaxUncommittedBytes int `json:"maxUncommittedBytes"`
	// PreVote: ask whether an election could be won before it is held (dissertation §9.6). On unless set.
	PreVote Switch `json:"preVote"`
	// CheckQuorum: a leader that hears from no majority steps down, and who hears a leader refuses to vote (dissertation
	// §6.2, §4.2.3). On unless set.
	CheckQuorum Switch `json:"checkQuorum"`
	// SnapshotThreshold: a log of so many applied entries is replaced by a snapshot; 0 for never (§7).
	SnapshotThreshold int `json:"snapshotThreshold"`
	// TrailingEntries are kept in the log behind a snapshot, so that a slow follower needs none. A quarter of
	// SnapshotThreshold unless set.
	TrailingEntries int `json:"trailingEntries"`
	// CatchUpEntries are kept beyond those for a follower that still answers while it catches up; one that lags more is sent
	// a snapshot. 65536 unless set.
	CatchUpEntries int `json:"catchUpEntries"`
	// SnapshotChunk: a snapshot is sent in chunks of so many bytes, up to 2^27. 64 KiB unless set.
	SnapshotChunk int `json:"snapshotChunk"`
	// MaxSessions: so many client sessions are kept; opening one more closes the one that was used least recently. 10000
	// unless set.
	MaxSessions int `json:"maxSessions"`
	// Seed fixes every random choice of the cluster. 1 unless set; it is a pointer because 0 is a seed like any other.
	Seed *uint32 `json:"seed"`
}

// integer is a setting that is a whole number: where it stands, its default and its range.
type integer struct {
	name                   string
	value                  *int
	unset, lowest, highest int
}

func (s *Settings) integers() []integer {
	return []integer{
		{"servers", &s.Servers, 3, 1, 10_001},
		{"maxEntriesPerMessage", &s.MaxEntriesPerMessage, 1024, 1, 1_000_000},
		{"maxMessagesInFlight", &s.MaxMessagesInFlight, 256, 1, 1_000_000},
		{"maxBytesInFlight", &s.MaxBytesInFlight, 16 * 1024 * 1024, 1, 1 << 26},
		{"maxUncommitted", &s.MaxUncommitted, 65_536, 1, 1_000_000_000},
		{"maxUncommittedBytes", &s.MaxUncommittedBytes, 1 << 28, 1, 1 << 40},
		{"snapshotThreshold", &s.SnapshotThreshold, 0, 0, 1_000_000_000},
		{"trailingEntries", &s.TrailingEntries, s.SnapshotThreshold / 4, 0, 1_000_000_000},
		{"catchUpEntries", &s.CatchUpEntries, 65_536, 0, 1_000_000_000},
		{"snapshotChunk", &s.SnapshotChunk, 64 * 1024, 1, 1 << 27},
		{"maxSessions", &s.MaxSessions, 10_000, 1, 100_000_000},
	}
}

// What the other language can tell apart.
const (
	// longest is the longest time that its timers can be set to (ms).
	longest = 1<<31 - 1
	// shortestSpan is their grain (ms): times that lie closer together end at once.
	shortestSpan = 1
)

// Complete fills in the defaults, checks the settings and copies them. The error is an InvalidArgumentError that names the setting.
func (s Settings) Complete() (Settings, error) {
	for _, setting := range s.integers() {
		*setting.value = cmp.Or(*setting.value, setting.unset)
	}
	s.ElectionTimeout = cmp.Or(s.ElectionTimeout, [2]Millis{150, 300})
	s.HeartbeatInterval = cmp.Or(s.HeartbeatInterval, s.ElectionTimeout[0]/3)
	s.PreVote = cmp.Or(s.PreVote, On)
	s.CheckQuorum = cmp.Or(s.CheckQuorum, On)
	if s.Seed == nil {
		s.Seed = new(uint32(1))
	}
	s.Seed = new(*s.Seed)
	return s, s.check()
}

func (s Settings) check() error {
	for _, setting := range s.integers() {
		if err := requireInteger(setting.name, float64(*setting.value), setting.lowest, setting.highest); err != nil {
			return err
		}
	}
	return cmp.Or(requireTimeout(s.ElectionTimeout), requireInterval(s.HeartbeatInterval, s.ElectionTimeout))
}

// requireTimeout: with one timeout for all, servers that begin together stand together, and split every vote.
func requireTimeout(timeout [2]Millis) error {
	lowest, highest := timeout[0], timeout[1]
	if !(isTime(lowest) && isTime(highest) && lowest+shortestSpan <= highest) {
		return invalid("electionTimeout is [%v, %v] ms: give 0 < min, and max from min + 1 to %d, so that not all stand at once",
			lowest, highest, longest)
	}
	return nil
}

func requireInterval(interval Millis, timeout [2]Millis) error {
	if !(isTime(interval) && interval < timeout[0]) {
		return invalid("heartbeatInterval is %v ms: give more than 0 and less than the election timeout's minimum, %v ms",
			interval, timeout[0])
	}
	return nil
}

func isTime(value Millis) bool { return value > 0 && value <= longest }

// RandomElectionTimeout is a fresh election timeout, drawn evenly from the range, so that split votes are rare (§5.2).
func (s Settings) RandomElectionTimeout(random func() float64) Millis {
	lowest, highest := s.ElectionTimeout[0], s.ElectionTimeout[1]
	return lowest + Millis(random())*(highest-lowest)
}
