// The rules of elections: the box "RequestVote RPC" of Figure 2, and the rules for followers and candidates.

import type { Entry } from '../../chapter/chapter.ts';
import { inRules } from './places.ts';

const startElection: Entry = {
  id: 'start-election',
  title: 'Start an election',
  about:
    'Figure 2, Rules for Servers, Followers and Candidates (§5.2): no leader heard within an election timeout.',
  columns: inRules('election', ['StartElection', 'preCampaign', 'campaign']),
  steps: [
    {
      title: 'Who must not campaign',
      in: { typescript: "if (raft.role === 'leader') return", goroutines: 'case r.Role == Leader:' },
      why: "A leader has no election timeout, but a timer of its time as a candidate may still be due. A learner, or a server that is not in its own configuration, can't win: it only forgets the leader that it no longer hears.",
      without:
        'A leader that campaigns against itself ends its own term: every client must find the next leader, for nothing.',
    },
    {
      title: 'Ask first whether a campaign could succeed',
      in: {
        typescript: ['else if (raft.settings.preVote) preCampaign(raft)', 'becomePreCandidate(raft)'],
        goroutines: ['case r.Settings.PreVote == On:', 'r.becomePreCandidate()'],
      },
      why: "PreVote is not in Figure 2 (dissertation §9.6). Neither term nor vote changes: the candidate only asks whether it would get the votes. The runtime, which sends the questions, can't tell the two kinds of campaign apart.",
      without:
        'A server that comes back from a partition has raised its term many times alone. Its first message would depose a leader that nobody misses.',
      mutation: 'pre-vote raises the term',
    },
    {
      title: 'Campaign',
      in: {
        typescript: ['else campaign(raft)', 'becomeCandidate(raft)'],
        goroutines: ['default:', 'r.becomeCandidate()'],
      },
      why: "Figure 2, Candidates: increment currentTerm, vote for self. The vote for itself is counted like any other, so that a cluster of one server elects itself without a message. Resetting the timer and sending the requests, the other half of the rule, is the runtime's: it sees that the role has changed.",
      without: 'A candidate that does not vote for itself needs one vote more than a majority.',
    },
  ],
};

const requestVote: Entry = {
  id: 'request-vote',
  title: 'Answer a request for a vote',
  about: 'Figure 2, RequestVote RPC, Receiver implementation 1 and 2; and the first rule for All Servers.',
  columns: inRules('election', ['handleRequestVote', 'mayVoteFor', 'isDisturbing']),
  steps: [
    {
      title: 'Refuse whoever disturbs a live leader',
      in: {
        typescript: [
          'if (isDisturbing(raft, request)) return voteReply(raft, request, false)',
          'return raft.settings.checkQuorum',
        ],
        goroutines: ['if r.isDisturbing(request)', 'return r.Settings.CheckQuorum == On'],
      },
      why: '§6: a server that hears a leader grants no vote, and, what is easily overlooked, does not adopt the newer term either. So this stands before the rule for All Servers. A leader that hands over says so in the request, or its successor would be refused here.',
      without: 'A removed server, which hears no heartbeats any more, could depose leader after leader.',
      mutation: 'removed server disturbs',
    },
    {
      title: 'A newer term makes a follower',
      in: {
        typescript: 'if (request.term > raft.currentTerm) becomeFollower(raft, request.term)',
        goroutines: 'if request.Term > r.CurrentTerm',
      },
      why: 'Figure 2, All Servers. Before the vote is decided, because a new term brings a new vote.',
      without:
        'A server that has voted in term 4 could not vote in term 5, and elections would fail until everybody has campaigned.',
    },
    {
      title: '1. Not in an older term',
      in: {
        typescript: 'if (request.term < raft.currentTerm) return false',
        goroutines: 'if request.Term < r.CurrentTerm',
      },
      why: 'Receiver 1. The refusal carries the newer term, from which the candidate learns that it has lost.',
      without: 'A delayed request could collect votes for a term that is over.',
    },
    {
      title: '2. One vote a term, and only for a log at least as up to date',
      in: { typescript: 'const free =', goroutines: 'free :=' },
      why: 'Receiver 2. "Or has voted for this one": the answer may have been lost, and the same candidate asks again. The comparison of the logs (§5.4.1) is what makes every leader have all committed entries. Go writes "no vote" as 0, since ids begin with 1; TypeScript as `null`.',
      without:
        'Without the first half, two leaders in a term; without the second, a leader that lacks committed entries, and makes the followers drop theirs.',
      mutation: 'two votes a term',
    },
    {
      title: "Note the vote, and put off one's own election",
      in: {
        typescript: 'const voteGranted = mayVoteFor(raft, request)',
        goroutines: 'voteGranted := r.mayVoteFor(request)',
      },
      why: 'Figure 2, Followers: a granted vote restarts the election timer; a refused one must not. `heard` is how the rules say "restart", without a clock. The runtime makes the vote stable before this reply leaves.',
      without:
        "If a refused candidate put the timer off, one that can't win could keep those who could from campaigning.",
      mutation: 'timer restarted by a refused vote',
    },
  ],
};

const countVote: Entry = {
  id: 'count-vote',
  title: 'Count the votes',
  about:
    'Figure 2, Candidates: votes from a majority make a leader. The answers come one by one, late, twice, or never.',
  columns: inRules('election', ['handleRequestVoteReply', 'countVote']),
  steps: [
    {
      title: 'A newer term ends the campaign',
      in: {
        typescript: 'if (reply.term > raft.currentTerm) becomeFollower(raft, reply.term)',
        goroutines: 'if reply.Term > r.CurrentTerm',
      },
      why: 'The rule for All Servers again: it holds for every message, answers too.',
      without: 'A candidate with an old term would campaign for ever: every server refuses it.',
    },
    {
      title: 'An answer to an earlier election does not count',
      in: {
        typescript: "if (reply.term < raft.currentTerm || raft.role !== 'candidate') return",
        goroutines: 'if reply.Term < r.CurrentTerm || r.Role != Candidate',
      },
      why: 'No task waits for this answer and no request number is compared: the term says for which election it was given. That is why the campaigns of the four runtimes need not gather answers.',
      without: 'A vote for term 4 would elect a leader of term 5.',
      mutation: 'vote of an old term',
    },
    {
      title: 'Each voter once, refusals too',
      in: {
        typescript: 'if (!isVoter(configurationOf(raft), voter)) return',
        goroutines: 'if !ConfigurationOf(r).IsVoter(voter)',
      },
      why: 'Sets and not a counter: a message may arrive twice. Refusals are kept so that nobody is asked again. Go has no set; a map to `bool` is one.',
      without: 'A vote that the network delivers twice would count twice: a minority elects a leader.',
      mutation: 'duplicate votes counted',
    },
    {
      title: 'A majority decides',
      in: {
        typescript: 'if (raft.votesGranted.size < majority(raft)) return',
        goroutines: 'if len(r.VotesGranted) < r.Majority()',
      },
      why: 'For a PreVote it means: campaign. For an election: lead, and append an entry of the new term at once (§8), because only through an entry of its own term can a leader commit what it has inherited.',
      without:
        'Without that entry, old entries would stay uncommitted until a client proposes something, and reads could not be answered.',
      mutation: 'quorum of half',
    },
  ],
};

const becomeFollower: Entry = {
  id: 'become-follower',
  title: 'Become a follower, a candidate, a leader',
  about: 'Figure 4, and the state that Figure 2 says is reset with each role.',
  columns: inRules('roles', ['becomeFollower', 'becomeCandidate', 'becomeLeader', 'enterRole']),
  steps: [
    {
      title: 'A newer term: forget what belonged to the old one',
      in: { typescript: 'if (term > raft.currentTerm)', goroutines: 'if term > r.CurrentTerm' },
      why: "The vote belongs to its term. It is cleared with a new term only, and not whenever a server becomes a follower: a candidate that finds a leader in its own term has voted, for itself, and that can't be withdrawn.",
      without:
        'Clearing the vote within a term lets a server vote twice in it. One of the oldest mistakes in implementations of Raft.',
      mutation: 'vote forgotten',
    },
    {
      title: 'Leave the role',
      in: {
        typescript: "if (raft.role !== 'follower') enterRole(raft, 'follower')",
        goroutines: 'if r.Role != Follower',
      },
      why: 'A follower that becomes a follower changes nothing: it must not lose the leader that it knows.',
      without:
        'Each newer term would reset reads and votes of a server that has none, harmless; but each trace would be full of changes that are none.',
    },
    {
      title: 'A candidate: the next term, a vote for itself',
      in: { typescript: 'raft.currentTerm += 1', goroutines: 'r.CurrentTerm++' },
      why: 'Figure 2, Candidates. Term and vote change together, and both must be on stable storage before the first request leaves.',
      without: 'A candidate that crashes between the two could vote for another in the same term.',
    },
    {
      title: 'A leader: what is volatile on leaders',
      in: { typescript: 'raft.leader = raft.id', goroutines: 'r.Leader = r.ID' },
      why: 'Figure 2, Volatile state on leaders: nextIndex and matchIndex, here a record of progress for each member. It also notes the index of its first own entry: reads and changes of the membership wait for that to commit.',
      without:
        'Progress from an earlier leadership of the same server would claim entries on followers that have lost them.',
    },
    {
      title: 'Enter a role: clear what belonged to the old one',
      in: { typescript: 'raft.role = role', goroutines: 'r.Role = role' },
      why: 'One function clears everything that belongs to a role, so that none of the transitions can forget a part. The runtime is not called: it reads `role` after each step and finds that it has changed.',
      without: 'A read that was started in an earlier leadership could be confirmed by a later one.',
    },
  ],
};

export const elections: readonly Entry[] = [startElection, requestVote, countVote, becomeFollower];
