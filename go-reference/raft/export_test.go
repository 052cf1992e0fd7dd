package raft

// FollowMembers lets the vectors begin with a server that leads already.
func FollowMembers(r *State) { r.followMembers() }

// BytesIn lets the tests count what a leader counts.
func BytesIn(entries []*Entry) int { return bytesIn(entries) }
