package raft

// What a leader knows of one server (Figure 2, "Volatile state on leaders"), and how much it may send it ahead of its
// answers: a window of messages and bytes, so that a follower that does not answer costs a bounded amount of memory.

// Progress is what a leader knows of one server.
type Progress struct {
	// NextIndex is the index of the next log entry to send to that server.
	NextIndex LogIndex `json:"nextIndex"`
	// MatchIndex is the index of the highest log entry known to be replicated on that server.
	MatchIndex LogIndex `json:"matchIndex"`
	// Voter tells whether it counts for a majority.
	Voter bool `json:"voter"`
	// Pipelining is false while the leader looks for the point where the logs agree, or sends a snapshot: it then asks one
	// question at a time. True once it knows: entries are sent ahead of their acknowledgements.
	Pipelining bool `json:"pipelining"`
	// Asking, while not pipelining: a question is under way.
	Asking bool `json:"asking"`
	// InFlight, while pipelining: the messages under way, the oldest first.
	InFlight      []InFlight `json:"inFlight"`
	BytesInFlight int        `json:"bytesInFlight"`
	// Window: so many may be; one after a refusal, and twice as many with each message that arrives, up to the setting.
	// Where messages overtake each other each of them may be refused, and if each refusal let a whole window go out,
	// refusals would breed.
	Window int `json:"window"`
	// Installing is the snapshot being sent, and how much of it the server has; nil while it needs none.
	Installing *Installing `json:"installing"`
	// Active: it has answered since the leader last checked its quorum.
	Active bool `json:"active"`
	// WasActive: it had answered between the two checks before.
	WasActive bool `json:"wasActive"`
	// Round is the newest of the leader that it has answered.
	Round int `json:"round"`
}

// InFlight is a message under way: where its entries end, and their size.
type InFlight struct {
	LastIndex LogIndex `json:"lastIndex"`
	Bytes     int      `json:"bytes"`
}

// Installing is a snapshot being sent, and how much of it (bytes) the server has.
type Installing struct {
	Snapshot *Snapshot `json:"snapshot"`
	Offset   int       `json:"offset"`
	// Told is what the server said last that it has.
	Told int `json:"told"`
}

func newProgress(nextIndex LogIndex, voter bool) *Progress {
	return &Progress{NextIndex: nextIndex, Voter: voter, Active: true, Window: 1}
}

// isActive tells whether the server has answered lately: within the last one or two election timeouts.
func (p *Progress) isActive() bool { return p.Active || p.WasActive }

// windowIsOpen tells whether the window is open for one more message.
func (p *Progress) windowIsOpen(settings *Settings) bool {
	return len(p.InFlight) < p.Window && p.BytesInFlight < settings.MaxBytesInFlight
}

// widen: one more has arrived, so more may be under way.
func (p *Progress) widen(settings *Settings) {
	p.Window = min(2*p.Window, settings.MaxMessagesInFlight)
}

// sent: a message with entries up to this index is under way.
func (p *Progress) sent(lastIndex LogIndex, bytes int) {
	p.InFlight = append(p.InFlight, InFlight{lastIndex, bytes})
	p.BytesInFlight += bytes
}

// arrived: whatever ends at this index or before has arrived.
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
	p.Asking = false
	p.Installing = nil
	p.NextIndex = max(p.NextIndex, nextIndex)
}

// probe goes back to asking one question at a time: what was under way counts as lost.
func (p *Progress) probe(nextIndex LogIndex) {
	p.NextIndex = nextIndex
	p.Pipelining = false
	p.Asking = false
	p.InFlight = p.InFlight[:0]
	p.BytesInFlight = 0
	p.Window = 1
}
