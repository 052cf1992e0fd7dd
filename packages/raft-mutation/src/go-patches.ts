// Mutations as patches to the rules in Go (go-reference/raft), under the same names.

import type { Patch } from './patch.ts';

export const goPatches: readonly Patch[] = [
  {
    name: 'two votes a term',
    file: 'election.go',
    find: 'free := r.VotedFor == 0 || r.VotedFor == request.From',
    replace: 'free := true',
  },
  {
    name: 'duplicate votes counted',
    file: 'election.go',
    find: 'r.VotesGranted[voter] = true',
    replace: 'r.VotesGranted[voter+ServerID(1000*len(r.VotesGranted))] = true',
  },
  {
    name: 'quorum of half',
    file: 'configuration.go',
    find: 'return len(c.Voters)/2 + 1',
    replace: 'return (len(c.Voters) + 1) / 2',
  },
  {
    name: 'no up-to-date check',
    file: 'election.go',
    find: 'return free && r.Log.IsUpToDate(request.LastLogIndex, request.LastLogTerm)',
    replace: 'return free',
  },
  {
    name: 'vote before it is stable',
    file: 'durability.go',
    find: '*RequestVoteReply, ',
    replace: '',
  },
  {
    name: 'acknowledgement before it is stable',
    file: 'durability.go',
    find: '*AppendEntriesReply, ',
    replace: '',
  },
  {
    name: 'commit past what matches',
    file: 'replication.go',
    find: 'min(request.LeaderCommit, matchIndex)',
    replace: 'min(request.LeaderCommit, r.Log.LastIndex())',
  },
  {
    name: 'tail kept',
    file: 'replication.go',
    find: '	if firstIndex <= r.Log.LastIndex() {\n',
    replace: `	last := min(request.PrevLogIndex+LogIndex(len(request.Entries)), r.Log.LastIndex())
	tail := r.Log.Slice(last+1, r.Log.LastIndex())
	request = &AppendEntries{Entries: append(append([]*Entry{}, request.Entries...), tail...)}
	if firstIndex <= r.Log.LastIndex() {
`,
  },
  {
    name: 'old term committed by counting',
    file: 'commitment.go',
    find: ' && r.Log.TermAt(index) == r.CurrentTerm',
    replace: '',
  },
  {
    name: 'read without a round',
    file: 'reads.go',
    find: ' && r.Reads[count].Round <= round',
    replace: ' && round >= 0',
  },
  {
    name: 'sequence not compared',
    file: 'sessions.go',
    find: 'return session.answer, sequence == session.sequence, nil',
    replace: 'return session.answer, false, nil',
  },
];
