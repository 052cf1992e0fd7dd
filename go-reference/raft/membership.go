package raft

import "slices"

// Which configuration is in force (§6; dissertation chapter 4): a configuration is an entry of the log, and each server
// uses the newest one that its log holds, committed or not.

// Adopted is a configuration, and the index of its entry: 0 for the one that the cluster began with.
type Adopted struct {
	Index         LogIndex
	Configuration Configuration
}

// adoptConfiguration: a configuration is in force from the moment in which the log holds it.
func (r *State) adoptConfiguration(index LogIndex, entry *Entry) {
	if !configures(entry) {
		return
	}
	r.Configurations = append(r.Configurations, Adopted{index, *entry.Command.Configuration})
	if r.Role == Leader {
		r.followMembers()
	}
}

func configures(entry *Entry) bool {
	return entry.Command.Type == Configure && entry.Command.Configuration != nil
}

// forgetConfigurations: with an entry that the log loses, its configuration goes: the one before is in force again.
func (r *State) forgetConfigurations(fromIndex LogIndex) {
	for r.newestConfiguration().Index >= fromIndex {
		r.Configurations = r.Configurations[:len(r.Configurations)-1]
	}
}

func (r *State) newestConfiguration() *Adopted { return &r.Configurations[len(r.Configurations)-1] }

// configurationAt is the configuration at an index of the log.
func (r *State) configurationAt(index LogIndex) Configuration {
	place := len(r.Configurations) - 1
	for r.Configurations[place].Index > index {
		place--
	}
	return r.Configurations[place].Configuration
}

// rebaseConfigurations: what a snapshot covers has no configurations of its own any more but the last.
func (r *State) rebaseConfigurations(index LogIndex, configuration Configuration) {
	kept := slices.DeleteFunc(r.Configurations, func(adopted Adopted) bool {
		return adopted.Index <= index || adopted.Index > r.Log.LastIndex()
	})
	r.Configurations = slices.Concat([]Adopted{{index, configuration}}, kept)
}

// configurationsIn are those that a stored log holds, after the snapshot's or the cluster's first.
func configurationsIn(log *Log, snapshot *Snapshot, settings Settings) []Adopted {
	var adopted []Adopted
	if snapshot != nil {
		adopted = []Adopted{{log.SnapshotIndex, snapshot.Configuration}}
	} else {
		adopted = []Adopted{{log.SnapshotIndex, initialConfiguration(settings.Servers)}}
	}
	for i, entry := range log.Slice(log.FirstIndex(), log.LastIndex()) {
		if configures(entry) {
			adopted = append(adopted, Adopted{log.FirstIndex() + LogIndex(i), *entry.Command.Configuration})
		}
	}
	return adopted
}

// followMembers: a leader keeps track of just the members, and counts just the voters.
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
