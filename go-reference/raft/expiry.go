package raft

// Expiry of requests that will never be answered: a request or its answer may be lost while the leader stays, and a leader
// without CheckQuorum may stay without a majority. Each server inspects its pending requests once per election timeout.

// look is the state at one inspection.
type look struct {
	currentTerm Term
	request     int // number of the server's newest request or read
	lastIndex   LogIndex
	round       int
	progress    progressMade
}

// progressMade is commitIndex, lastApplied and the bytes received of a snapshot.
type progressMade struct {
	commitIndex, lastApplied LogIndex
	received                 int
}

// Overdue are pending requests to end as unavailable: those up to and including these numbers; 0 for none.
type Overdue struct {
	// Proposal: proposals, by index: nothing is committed.
	Proposal LogIndex `json:"proposal"`
	// Request: commands passed to the leader: the request or its answer is lost, or nothing is committed.
	Request int `json:"request"`
	// Read: reads that have no index yet: the leader is out of reach, or a majority is.
	Read int `json:"read"`
	// Unapplied: reads that know their index: nothing is applied.
	Unapplied int `json:"unapplied"`
}

// Expiry remembers the inspections.
type Expiry struct{ looks []look } // the oldest first

// Look is to be called once every ElectionTimeout[1], with the number of the server's newest request or read; they rise. Only
// what was pending at the last call but one can be overdue.
func (e *Expiry) Look(r *State, request int) Overdue {
	now := lookAt(r, request)
	before, last := e.lastTwo()
	isStalled := last.progress == now.progress
	isSameTerm := before.currentTerm == now.currentTerm
	if isSameTerm {
		r.abandonReads(before.round)
	}
	overdue := Overdue{Request: e.settle(r, isStalled).request, Read: before.request}
	e.looks = append(e.looks, now)
	if isStalled {
		overdue.Unapplied = before.request
	}
	if isStalled && isSameTerm {
		overdue.Proposal = before.lastIndex
	}
	return overdue
}

// lastTwo returns the last two inspections; zero where there are fewer.
func (e *Expiry) lastTwo() (before, last look) {
	if count := len(e.looks); count > 1 {
		return e.looks[count-2], e.looks[count-1]
	} else if count > 0 {
		return look{}, e.looks[0]
	}
	return look{}, look{}
}

// settle drops inspections whose requests have their answer or have lost it. A command reaches the leader's log within an
// election timeout, and this server's soon after. Once everything in the log at the next inspection is applied, its answer
// is lost; it may take longer only while there is progress.
func (e *Expiry) settle(r *State, isStalled bool) (settled look) {
	for len(e.looks) > 1 && (isStalled || r.LastApplied >= e.looks[1].lastIndex) {
		settled = e.looks[0]
		e.looks = e.looks[1:]
	}
	return settled
}

func lookAt(r *State, request int) look {
	progress := progressMade{commitIndex: r.CommitIndex, lastApplied: r.LastApplied}
	if r.Incoming != nil {
		progress.received = r.Incoming.Offset
	}
	return look{r.CurrentTerm, request, r.Log.LastIndex(), r.Round, progress}
}
