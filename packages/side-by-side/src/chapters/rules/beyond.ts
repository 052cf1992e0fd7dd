// Rules that Figure 2 leaves to the runtime or to the dissertation: durability, proposals, reads, changes of the membership.

import type { Entry } from '../../chapter/chapter.ts';
import { inRules } from './places.ts';

const propose: Entry = {
  id: 'propose',
  title: 'Accept a command',
  about:
    "Figure 2, Leaders: append the command to the local log. Answering it after it is applied is the runtime's part.",
  columns: inRules('proposal', ['Propose', 'appendAsLeader']),
  steps: [
    {
      title: 'Only a leader, and not one that is leaving',
      in: { typescript: "if (raft.role !== 'leader') throw", goroutines: 'if r.Role != Leader' },
      why: "An exception here, an error there: a result that Go's caller must look at and TypeScript's may forget. Both name the leader, so that the client knows where to go.",
      without:
        "A follower's log would contain entries that no leader has sent; the next AppendEntries deletes them, and the client hears nothing.",
    },
    {
      title: 'Not more than can be carried',
      in: { typescript: 'const uncommitted =', goroutines: 'uncommitted := int(' },
      why: 'Bounded in entries and in bytes. Not in the paper; without it the log of a leader without a majority grows until memory ends. The refusal is an answer at once, unlike a queue that only gets longer.',
      without: 'Overload shows as latency that grows without end, and then as a crash.',
      mutation: 'proposals without bound',
    },
    {
      title: 'Append',
      in: {
        typescript: 'const entry = { term, command }',
        goroutines: 'entry := &Entry{r.CurrentTerm, command}',
      },
      why: 'No message is sent here. The runtime sees that the log has grown, and asks for messages when it has time: commands that come in one turn leave in one message. A configuration takes effect when it is appended, not when it is committed (§6).',
      without: 'Sending from here would mean one message per command.',
    },
  ],
};

const durability: Entry = {
  id: 'durability',
  title: 'What must be stable, and when',
  about:
    'Figure 2, Persistent state: updated on stable storage before responding to RPCs. The rules say what and which; they never write.',
  columns: inRules(
    'durability',
    ['MarkStable', 'acknowledgeOwn', 'MustBeStableBefore'],
    ['MustBeStableBefore'],
  ),
  steps: [
    {
      title: 'What was written is stable',
      in: {
        typescript: 'const { currentTerm, votedFor, snapshot, truncations, firstIndex, entries } = unstable',
        goroutines: 'r.Stable.CurrentTerm = unstable.CurrentTerm',
      },
      why: 'The argument is the picture that was written, not the present state: with a write in the background both may differ by now.',
      without: 'State that changed during the write would count as stable.',
    },
    {
      title: 'Unless the log was cut meanwhile',
      in: {
        typescript: 'const lastIndex = firstIndex + entries.length - 1',
        goroutines: 'lastIndex := unstable.FirstIndex',
      },
      why: 'A count of truncations is compared. If the log was truncated since, a later write replaces some of these entries, and only that one makes them stable. Comparing indexes is not enough: the log may have grown again past the same index.',
      without: 'A follower would acknowledge entries that its disk does not hold yet.',
      mutation: 'truncation believed stable',
    },
    {
      title: 'The leader counts itself',
      in: {
        typescript: ['acknowledgeOwn(raft)', 'const own ='],
        goroutines: ['r.acknowledgeOwn()', 'if own := r.Progress[r.ID]; own != nil'],
      },
      why: "A leader sends before it has written. Its own copy is an acknowledgement like a follower's, given when the write is done.",
      without: 'Counting it at once commits entries that a majority has in memory only.',
      mutation: 'own copy counted too early',
    },
    {
      title: 'Which messages must wait',
      in: { typescript: 'const { type } = message', goroutines: 'switch message := message.(type)' },
      why: "A candidacy, a vote, an acknowledgement: each reveals something that a crash must not take back. AppendEntries need not wait: a leader's entries prove nothing by themselves.",
      without:
        'Let one of these leave early, and a crash at the right moment elects two leaders in one term.',
      mutation: 'acknowledgement before it is stable',
    },
  ],
};

const readIndex: Entry = {
  id: 'start-read',
  title: 'Read without a log entry',
  about: '§8, dissertation §6.4: the leader must know that it still leads, and what is committed.',
  columns: inRules('reads', ['StartRead', 'answerRound', 'ConfirmedReads']),
  steps: [
    {
      title: 'Only on a leader',
      in: { typescript: "if (raft.role !== 'leader') throw", goroutines: 'if r.Role != Leader' },
      why: 'Others ask the leader by message, and wait for the same index.',
      without: 'A follower would answer from its own past.',
    },
    {
      title: 'From which index on is an answer right?',
      in: { typescript: 'const readIndex =', goroutines: 'readIndex := max(' },
      why: 'The commit index, but a new leader does not know it before its first own entry is committed (§8). The larger of the two covers both without waiting here.',
      without: 'A read just after an election could miss writes that the old leader had already answered.',
      mutation: 'ReadIndex before the first commit',
    },
    {
      title: 'A new round of heartbeats',
      in: { typescript: 'raft.round += 1', goroutines: 'r.Round++' },
      why: 'Each heartbeat carries the newest round, each answer the round that it saw: one round confirms all reads that were waiting. In Go, maps must be made before they are written to; a `nil` map panics.',
      without:
        'Without numbers, an answer to a heartbeat that was sent before the read began would confirm it: that leader may have been deposed in between.',
    },
    {
      title: 'A majority has answered',
      in: {
        typescript: ['if (round <= progress.round) return', 'return mayLead(raft) ?'],
        goroutines: ['if round <= progress.Round', 'if !r.mayLead()'],
      },
      why: 'Then nobody else led when the read began. The same structure that finds the commit index finds the newest round that a majority has seen.',
      without:
        'A leader that was cut off would serve reads of a past that the others have left: stale, with every appearance of being current.',
      mutation: 'read without a round',
    },
  ],
};

const change: Entry = {
  id: 'propose-change',
  title: 'Change the membership',
  about: 'Dissertation, chapter 4: one server at a time, with the correction that was published later.',
  columns: inRules('membership-change', ['ProposeChange', 'hasCaughtUp']),
  steps: [
    {
      title: 'Only a leader that stays',
      in: { typescript: "if (raft.role !== 'leader') throw", goroutines: 'if r.Role != Leader' },
      why: 'As for proposals.',
      without:
        'A change that a leaving leader appends may be the last thing it does, with the successor elected by the old members.',
      mutation: 'change during a transfer',
    },
    {
      title: 'Only after an entry of its own term',
      in: {
        typescript: 'if (raft.commitIndex < raft.firstOfTerm)',
        goroutines: 'if r.CommitIndex < r.FirstOfTerm',
      },
      why: 'The published correction of 2015. Two leaders of successive terms could otherwise each append a change, one of which the other does not know: both are one step from the same configuration, and two steps from each other.',
      without: 'Two majorities without a common member, and two committed histories.',
      mutation: 'change before the first commit',
    },
    {
      title: 'One change at a time',
      in: {
        typescript: 'if (raft.configurations.at(-1)!.index > raft.commitIndex)',
        goroutines: 'if r.newestConfiguration().Index > r.CommitIndex',
      },
      why: 'Majorities of two configurations that differ by one server always overlap. That holds for one step, not for two.',
      without: 'The same as above, by a leader alone.',
      mutation: 'two changes at once',
    },
    {
      title: 'Does it make sense?',
      in: {
        typescript: 'const configuration = changed(configurationOf(raft), change)',
        goroutines: 'configuration, ok := changed(ConfigurationOf(r), change)',
      },
      why: '`null` here, a second result there: the two languages\' way to say "none". The error shows the configuration that the change does not fit.',
      without: 'A server added twice would vote twice.',
    },
    {
      title: 'A learner must have caught up',
      in: {
        typescript: ["if (change.type === 'promote'", 'if (progress === undefined'],
        goroutines: ['if change.Type == Promote', 'if progress == nil'],
      },
      why: 'Dissertation §4.2.1: a new voter with an empty log counts for the majority but can acknowledge nothing for a while. It lags by at most one message, and has answered lately.',
      without:
        'A cluster of three that adds a fourth with an empty log commits nothing if one of the others fails meanwhile.',
      mutation: 'promotion of a silent learner',
    },
  ],
};

export const beyond: readonly Entry[] = [propose, durability, readIndex, change];
