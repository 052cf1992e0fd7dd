package raft

// A leader's view of one member (Figure 2, "Volatile state on leaders") with flow control: a window of messages and bytes
// in flight bounds the memory that an unresponsive follower costs.

// Progress is a leader's view of one member.
type Progress struct {
	// NextIndex is the index of the next log entry to send to the member.
	NextIndex LogIndex `json:"nextIndex"`
	// MatchIndex is the index of the highest log entry known to be replicated on the member.
	MatchIndex LogIndex `json:"matchIndex"`
	// Voter reports whether the member counts towards a majority.
	Voter bool `json:"voter"`
	// Pipelining is true once the logs are known to match: entries are sent ahead of acknowledgements. It is false while
	// the leader probes for the point where the logs agree, or sends a snapshot: one message at a time.
	Pipelining bool `json:"pipelining"`
	// ProbeSent reports, while not pipelining, that a probe or chunk is unanswered.
	ProbeSent bool `json:"probeSent"`
	// InFlight holds, while pipelining, the unacknowledged messages, oldest first.
	InFlight      []InFlight `json:"inFlight"`
	BytesInFlight int        `json:"bytesInFlight"`
	// Window is the maximum of messages in flight: 1 after a refusal, doubled with each acknowledgement up to
	// MaxMessagesInFlight. Reordered messages are refused one by one; if each refusal released a full window, refusals
	// would multiply.
	Window int `json:"window"`
	// PendingSnapshot is the snapshot transfer under way, or nil.
	PendingSnapshot *PendingSnapshot `json:"pendingSnapshot"`
	// Active reports that the member has answered since the last quorum check.
	Active bool `json:"active"`
	// WasActive reports that it had answered between the two checks before.
	WasActive bool `json:"wasActive"`
	// Round is the newest round that the member has answered.
	Round int `json:"round"`
	// pendingReads holds the ids of the member's reads that are not confirmed yet.
	pendingReads map[int]bool
}

// InFlight is an unacknowledged message: its last index and size.
type InFlight struct {
	LastIndex LogIndex `json:"lastIndex"`
	Bytes     int      `json:"bytes"`
}

// PendingSnapshot is a snapshot transfer: the offset of the next chunk (bytes).
type PendingSnapshot struct {
	Snapshot *Snapshot `json:"snapshot"`
	Offset   int       `json:"offset"`
	// Acknowledged is the offset that the member last reported (bytes).
	Acknowledged int `json:"acknowledged"`
}

func newProgress(nextIndex LogIndex, voter bool) *Progress {
	return &Progress{NextIndex: nextIndex, Voter: voter, Active: true, Window: 1}
}

// isActive reports whether the member has answered within the last one to two election timeouts.
func (p *Progress) isActive() bool { return p.Active || p.WasActive }

// windowIsOpen reports whether one more message may be in flight.
func (p *Progress) windowIsOpen(settings *Settings) bool {
	return len(p.InFlight) < p.Window && p.BytesInFlight < settings.MaxBytesInFlight
}

// widen doubles the window after an acknowledgement.
func (p *Progress) widen(settings *Settings) {
	p.Window = min(2*p.Window, settings.MaxMessagesInFlight)
}

// sent records a sent message by its last index.
func (p *Progress) sent(lastIndex LogIndex, bytes int) {
	p.InFlight = append(p.InFlight, InFlight{lastIndex, bytes})
	p.BytesInFlight += bytes
}

// arrived removes messages acknowledged up to this index.
func (p *Progress) arrived(matchIndex LogIndex) {
	count := 0
	for count < len(p.InFlight) && p.InFlight[count].LastIndex <= matchIndex {
		p.BytesInFlight -= p.InFlight[count].Bytes
		count++
	}
	p.InFlight = p.InFlight[:copy(p.InFlight, p.InFlight[count:])]
}

// pipeline sends entries ahead of acknowledgements from now on: the logs match up to nextIndex - 1.
func (p *Progress) pipeline(nextIndex LogIndex) {
	p.Pipelining = true
	p.ProbeSent = false
	p.PendingSnapshot = nil
	p.NextIndex = max(p.NextIndex, nextIndex)
}

// probe returns to one message at a time; messages in flight count as lost.
func (p *Progress) probe(nextIndex LogIndex) {
	p.NextIndex = nextIndex
	p.Pipelining = false
	p.ProbeSent = false
	p.InFlight = p.InFlight[:0]
	p.BytesInFlight = 0
	p.Window = 1
}
