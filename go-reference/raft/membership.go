package raft

import "slices"

// The configuration in force (§6; dissertation chapter 4): each server uses the newest configuration entry in its log,
// committed or not.

// adoptConfiguration puts an appended configuration into force.
func (r *State) adoptConfiguration(index LogIndex, entry *Entry) {
	if !configures(entry) {
		return
	}
	r.Configurations = append(r.Configurations, ConfigurationEntry{index, *entry.Command.Configuration})
	if r.Role == Leader {
		r.followMembers()
	}
}

func configures(entry *Entry) bool {
	return entry.Command.Type == Configure && entry.Command.Configuration != nil
}

// forgetConfigurations drops the configurations of truncated entries; the one before is in force again.
func (r *State) forgetConfigurations(fromIndex LogIndex) {
	for r.newestConfiguration().Index >= fromIndex {
		r.Configurations = r.Configurations[:len(r.Configurations)-1]
	}
}

func (r *State) newestConfiguration() *ConfigurationEntry {
	return &r.Configurations[len(r.Configurations)-1]
}

// configurationAt returns the configuration in force at a log index.
func (r *State) configurationAt(index LogIndex) Configuration {
	place := len(r.Configurations) - 1
	for r.Configurations[place].Index > index {
		place--
	}
	return r.Configurations[place].Configuration
}

// rebaseConfigurations replaces the configurations that a snapshot covers by the snapshot's own.
func (r *State) rebaseConfigurations(index LogIndex, configuration Configuration) {
	kept := slices.DeleteFunc(r.Configurations, func(entry ConfigurationEntry) bool {
		return entry.Index <= index || entry.Index > r.Log.LastIndex()
	})
	r.Configurations = slices.Concat([]ConfigurationEntry{{index, configuration}}, kept)
}

// followMembers tracks progress for exactly the members, and counts exactly the voters.
func (r *State) followMembers() {
	configuration := ConfigurationOf(r)
	members := membersOf(configuration)
	followed := make(map[ServerID]*Progress, len(members))
	for _, id := range members {
		progress := r.Progress[id]
		if progress == nil {
			progress = newProgress(r.Log.LastIndex()+1, false)
		}
		progress.Voter = configuration.IsVoter(id)
		followed[id] = progress
	}
	r.Progress = followed
	r.countVoters()
}

func (r *State) countVoters() {
	var matched []LogIndex
	var answered []int
	for _, progress := range r.Progress {
		if progress.Voter {
			matched = append(matched, progress.MatchIndex)
			answered = append(answered, progress.Round)
		}
	}
	r.Matched, r.Answered = NewMajority(matched), NewMajority(answered)
}
