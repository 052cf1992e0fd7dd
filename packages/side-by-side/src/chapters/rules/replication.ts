// The rules of replication: the box "AppendEntries RPC" of Figure 2, sender and receiver, and commitment.

import type { Entry } from '../../chapter/chapter.ts';
import { inRules } from './places.ts';

const send: Entry = {
  id: 'append-entries',
  title: 'Send entries to a follower',
  about:
    'Figure 2, Leaders: if last log index ≥ nextIndex, send AppendEntries from nextIndex on. The paper sends and waits; this sends on.',
  columns: inRules('replication', ['appendEntriesTo', 'batchFrom', 'appendEntries']),
  steps: [
    {
      title: 'Is there something, and may it be sent?',
      in: {
        typescript: 'if (raft.log.lastIndex < progress.nextIndex || !maySend(raft, progress)) return null',
        goroutines: 'if r.Log.LastIndex() < progress.NextIndex || !r.maySend(progress)',
      },
      why: 'The runtime calls this until it answers "nothing". So the rules, not the runtime, bound what is in flight: a probe at a time while it is unknown where the logs agree, a window of messages and bytes afterwards.',
      without: 'A follower that is slow or gone would collect the whole log in its inbox.',
      mutation: 'window ignored',
    },
    {
      title: 'Take a batch',
      in: {
        typescript: ['const { nextIndex } = progress', 'const last = Math.min('],
        goroutines: ['nextIndex := progress.NextIndex', 'last := min('],
      },
      why: "Bounded by entries and by bytes, but at least one entry, however large. TypeScript copies with `slice`; Go returns a part of the same array, and cuts its capacity (`[:count:count]`), so that an `append` to it can't write into the log.",
      without:
        "Go without the third index: an append to the batch overwrites the next entry of the leader's own log, silently.",
      mutation: 'messages of any size',
    },
    {
      title: 'Expect that it arrives',
      in: { typescript: 'if (progress.pipelining)', goroutines: 'if progress.Pipelining' },
      why: 'nextIndex moves on when a message is sent, not when it is acknowledged. That is pipelining: the next call continues after what is in flight. If it was lost, the follower refuses the next one, and nextIndex moves back.',
      without: 'One message per round trip.',
    },
    {
      title: 'The message',
      in: { typescript: 'const { id: from, currentTerm: term', goroutines: 'return &AppendEntries{' },
      why: 'prevLogIndex and prevLogTerm let the follower check that its log agrees up to here: by induction, if it has this entry it has all before (§5.3, Log Matching). With no entries this is the heartbeat. `round` is not in the figure: it confirms reads.',
      without:
        "Without the previous entry's term a follower would append to a log that differs from the leader's further down.",
    },
  ],
};

const receive: Entry = {
  id: 'handle-append-entries',
  title: 'Receive entries from the leader',
  about:
    'Figure 2, AppendEntries RPC, Receiver implementation 1 to 5. The numbers in the code are those of the figure.',
  columns: inRules('replication', ['handleAppendEntries', 'followLeader', 'storeEntries']),
  steps: [
    {
      title: '1. Not from a leader of the past',
      in: {
        typescript: 'if (request.term < raft.currentTerm) return refusal(raft, request, 0, 1)',
        goroutines: 'if request.Term < r.CurrentTerm',
      },
      why: 'The refusal carries the newer term, which makes the old leader step down.',
      without:
        'Two leaders would write into one log: the past would overwrite what the present has committed.',
      mutation: 'entries of a deposed leader accepted',
    },
    {
      title: 'Follow this leader',
      in: {
        typescript: ['followLeader(raft, request)', 'becomeFollower(raft, term)'],
        goroutines: ['r.followLeader(request.Term, request.From)', 'r.becomeFollower(term)'],
      },
      why: 'Figure 2, Followers and Candidates: even a message that is refused below comes from the leader of this term, and restarts the election timer. A candidate of the same term gives up here.',
      without: 'A follower whose log needs repair would campaign while it is being repaired.',
    },
    {
      title: '2. Does the log agree up to there?',
      in: {
        typescript: 'if (request.prevLogIndex < raft.log.snapshotIndex)',
        goroutines: 'if request.PrevLogIndex < r.Log.SnapshotIndex',
      },
      why: 'Entries that a snapshot has replaced are committed, so they agree. Otherwise the term at prevLogIndex is compared. The refusal names the first index of the conflicting term, so that the leader skips a whole term at once (§5.3, at the end).',
      without: 'Appending without the check breaks Log Matching, the property on which all safety rests.',
      mutation: 'term of the previous entry not compared',
    },
    {
      title: '3. and 4. Delete what conflicts, append what is new',
      in: {
        typescript: ['storeEntries(raft, request)', 'let known = 0'],
        goroutines: ['r.storeEntries(request)', 'known := 0'],
      },
      why: 'First count what is known already. Only a real conflict truncates. Messages can be reordered: an older request, which ends before the log does, must not delete what a newer one has brought. Go appends all at once; its `append` is variadic.',
      without:
        'Truncating after the last entry of every request, as Figure 2 is often read, lets a delayed message delete entries that were acknowledged, and perhaps committed.',
      mutation: 'truncation without a conflict',
    },
    {
      title: '5. Commit what the leader has committed',
      in: {
        typescript: 'const matchIndex = request.prevLogIndex',
        goroutines: 'matchIndex := request.PrevLogIndex',
      },
      why: 'min(leaderCommit, index of last new entry): up to the entry that this request has proved to agree, not up to the end of the log, where old entries of another leader may still stand.',
      without: 'With the end of the log instead, a follower would apply entries that were never committed.',
      mutation: 'commit past what matches',
    },
  ],
};

const replies: Entry = {
  id: 'append-entries-reply',
  title: 'Learn from the answer',
  about:
    'Figure 2, Leaders: on success advance nextIndex and matchIndex; on refusal move nextIndex back and retry.',
  columns: inRules('replication', ['handleAppendEntriesReply', 'answered', 'acknowledged', 'refused']),
  steps: [
    {
      title: 'Whose answer, and to what?',
      in: {
        typescript: [
          'const progress = answered(raft, reply)',
          'if (term > raft.currentTerm) becomeFollower(raft, term)',
        ],
        goroutines: [
          'progress := r.answered(reply.Term, reply.From, reply.Round)',
          'if term > r.CurrentTerm',
        ],
      },
      why: 'Any answer of this term shows that the member is alive, which `checkQuorum` counts, and that it knew no newer leader, which confirms reads.',
      without:
        'An answer to an earlier leadership would move matchIndex to entries that have been overwritten since.',
    },
    {
      title: 'Acknowledged',
      in: {
        typescript: ['if (reply.success)', 'if (progress.pendingSnapshot !== null'],
        goroutines: ['switch { case progress == nil:', 'if progress.PendingSnapshot != nil'],
      },
      why: "matchIndex never decreases: answers can be reordered. The majority's value is maintained as numbers are raised, instead of sorting all matchIndexes for each answer.",
      without:
        'A late answer would take back an acknowledgement. No safety is lost, but the same entries are sent again.',
      mutation: 'stale success moves matchIndex back',
    },
    {
      title: 'Does it commit something?',
      in: {
        typescript: 'if (matchIndex > raft.commitIndex) advanceCommitIndex(raft)',
        goroutines: 'if matchIndex > r.CommitIndex',
      },
      why: 'Only an answer beyond the commit index can.',
      without: 'Entries on a majority would not be committed until something else looks.',
    },
    {
      title: 'Refused',
      in: {
        typescript: ['else if (!isStale(progress, reply))', 'const lastOfTerm ='],
        goroutines: ['case !isStale(progress, reply):', 'agree := reply.ConflictIndex'],
      },
      why: "nextIndex moves back by whole terms: behind the leader's last entry of the conflicting term if it has one, else before all of that term. Refusals of an older probe are ignored, or each of a pipeline would start its own repair.",
      without: 'Moving back by one, as in the figure, takes as many round trips as entries differ.',
      mutation: 'stale refusal moves nextIndex back',
    },
  ],
};

const commit: Entry = {
  id: 'commit',
  title: 'Advance the commit index',
  about: 'Figure 2, Leaders, last rule; and Figure 8, which is the reason for its second half.',
  columns: inRules('commitment', ['advanceCommitIndex', 'commitUpTo', 'stepDownIfRemoved']),
  steps: [
    {
      title: 'A majority has it, and it is of this term',
      in: { typescript: 'const { value: index } = raft.matched', goroutines: 'index := r.Matched.Value()' },
      why: 'log[N].term == currentTerm. An entry of an older term on a majority can still be overwritten (Figure 8): a server that lacks it may have a later last term, win an election and replace it. Once an entry of this term is committed, everything before it is safe too.',
      without: 'The bug of Figure 8: a committed, applied and answered command disappears.',
      mutation: 'old term committed by counting',
    },
    {
      title: 'Upwards only',
      in: { typescript: 'if (index <= raft.commitIndex) return', goroutines: 'if index <= r.CommitIndex' },
      why: 'commitIndex increases monotonically: what is committed is so for ever. Shared by leaders and followers.',
      without: 'A delayed heartbeat would take commits back; applied entries would count as not committed.',
    },
    {
      title: 'A removed leader leaves now',
      in: {
        typescript: [
          "if (raft.role === 'leader') stepDownIfRemoved(raft)",
          'const { index, configuration } =',
        ],
        goroutines: ['if r.Role == Leader { r.stepDownIfRemoved()', 'newest := r.newestConfiguration()'],
      },
      why: '§6: a leader that is not in the new configuration manages it until it is committed, and does not count itself.',
      without:
        'It would lead a cluster to which it does not belong, and whose members could elect a second leader.',
      mutation: 'removed leader leads on',
    },
  ],
};

export const replication: readonly Entry[] = [send, receive, replies, commit];
