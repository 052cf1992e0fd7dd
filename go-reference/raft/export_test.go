package raft

// FollowMembers lets the vectors start with a leader.
func FollowMembers(r *State) { r.followMembers() }
