// Mutations as patches to go-reference, under the same names.

import type { Patch } from './patch.ts';

export const goPatches: readonly Patch[] = [
  {
    name: 'two votes a term',
    file: 'raft/election.go',
    find: 'free := r.VotedFor == 0 || r.VotedFor == request.From',
    replace: 'free := true',
  },
  {
    name: 'duplicate votes counted',
    file: 'raft/election.go',
    find: 'r.VotesGranted[voter] = true',
    replace: 'r.VotesGranted[voter+ServerID(1000*len(r.VotesGranted))] = true',
  },
  {
    name: 'quorum of half',
    file: 'raft/configuration.go',
    find: 'return len(c.Voters)/2 + 1',
    replace: 'return (len(c.Voters) + 1) / 2',
  },
  {
    name: 'no up-to-date check',
    file: 'raft/election.go',
    find: 'return free && r.Log.IsUpToDate(request.LastLogIndex, request.LastLogTerm)',
    replace: 'return free',
  },
  {
    name: 'vote before it is stable',
    file: 'raft/durability.go',
    find: '*RequestVoteReply, ',
    replace: '',
  },
  {
    name: 'acknowledgement before it is stable',
    file: 'raft/durability.go',
    find: '*AppendEntriesReply, ',
    replace: '',
  },
  {
    name: 'commit past what matches',
    file: 'raft/replication.go',
    find: 'min(request.LeaderCommit, matchIndex)',
    replace: 'min(request.LeaderCommit, r.Log.LastIndex())',
  },
  {
    name: 'tail kept',
    file: 'raft/replication.go',
    find: '	if firstIndex <= r.Log.LastIndex() {\n',
    replace: `	last := min(request.PrevLogIndex+LogIndex(len(request.Entries)), r.Log.LastIndex())
	tail := r.Log.Slice(last+1, r.Log.LastIndex())
	request = &AppendEntries{Entries: append(append([]*Entry{}, request.Entries...), tail...)}
	if firstIndex <= r.Log.LastIndex() {
`,
  },
  {
    name: 'entry larger than a message not sent',
    file: 'raft/replication.go',
    find: 'if count > 0 && bytes+size > r.Settings.MaxBytesInFlight {',
    replace: 'if bytes+size > r.Settings.MaxBytesInFlight {',
  },
  {
    name: 'change during a transfer',
    file: 'raft/membership_change.go',
    find: 'if r.Transferee != 0 {',
    replace: 'if r.Transferee < 0 {',
  },
  {
    name: 'old term committed by counting',
    file: 'raft/commitment.go',
    find: ' && r.Log.TermAt(index) == r.CurrentTerm',
    replace: '',
  },
  {
    name: 'read without a round',
    file: 'raft/reads.go',
    find: 'r.takeReads(r.Answered.Value())',
    replace: 'r.takeReads(r.Round)',
  },
  {
    name: 'sequence not compared',
    file: 'kv/sessions.go',
    find: 'return session.answer, sequence == session.sequence, nil',
    replace: 'return session.answer, false, nil',
  },
];
