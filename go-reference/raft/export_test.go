package raft

// FollowMembers lets the vectors begin with a server that leads already.
func FollowMembers(r *State) { r.followMembers() }
