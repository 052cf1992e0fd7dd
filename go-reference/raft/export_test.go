package raft

// FollowMembers lets the vectors start with a leader.
func FollowMembers(r *State) { r.followMembers() }

// BytesIn lets the tests count what a leader counts.
func BytesIn(entries []*Entry) int { return bytesIn(entries) }
