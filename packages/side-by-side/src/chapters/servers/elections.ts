// A server's election timer and its campaign.

import { type Entry, none } from '../../chapter/chapter.ts';
import { adding, goFile, inServer, locked } from './places.ts';

const timer: Entry = {
  id: 'election-timer',
  title: 'The election timer',
  about:
    'A timer that is restarted by nearly every message, and almost never fires. None of the four makes a new timer for each message: a message moves a deadline, and the one who sleeps looks at it when awake.',
  columns: {
    ...inServer('runElectionTimer', 'restartElectionTimer'),
    goroutines: [...goFile('server', 'runElectionTimer'), ...locked('restartElectionTimer', 'untilElection')],
  },
  steps: [
    {
      title: 'Say what may end the wait early',
      in: {
        async: 'await using timeout = new Scope(around)',
        coroutines: 'const { role } = this.raft',
        workers: 'const { role } = this.raft',
        goroutines: 'roleEnded <-chan struct{}',
      },
      why: 'The wait must end when the role does. An async sleep ends by a signal, so it gets a scope of its own, kept in a field where `react` finds it. A greenlet waits for an event, `roleChanged`, and a thread for any message; both then compare the role with what it was. Go selects on a channel that is closed when the role ends.',
      without:
        'A candidate that has won would go on sleeping until its election timeout, up to 300 ms of a cluster without a leader that has one.',
    },
    {
      title: 'Sleep until the deadline, but never longer than the shortest timeout',
      in: {
        async: 'const shortest = this.raft.settings.electionTimeout[0]',
        coroutines: 'const shortest = this.raft.settings.electionTimeout[0]',
        workers: 'while (this.raft.role === role',
        goroutines: 'shortest := s.raft.Settings.ElectionTimeout[0].Duration()',
      },
      why: "Messages only move the deadline; they don't touch the timer. A deadline drawn later can still be earlier than the one slept for, since timeouts are random, but no deadline is nearer than the shortest timeout: whoever sleeps no longer than that always wakes in time. A thread needs no such bound, because each message wakes it anyway.",
      without:
        "Restarting a real timer for each heartbeat costs a timer per message on the event loop, and in Go a change of the runtime's heap of timers. Sleeping to the old deadline instead would let an election start too late.",
    },
    {
      title: 'After a stall, what has already arrived comes first',
      in: {
        async: 'if (this.clock.now() < this.electionDeadline) continue',
        coroutines: 'for (let turn = 0; turn < 3; turn++)',
        workers: 'if (isSilent && this.timers.now() >= this.electionDeadline)',
        goroutines: 'case <-timer.C:',
      },
      why: "When a process was stopped for a second, its timer and the leader's heartbeats are all late together, and which comes first is chance. So each model gives way once before it decides: turns of the event loop (one to send, one to arrive), and one more on the hub, where a greenlet must take the message out of its queue; `Gosched` in Go. A thread has just taken everything that was in its rings: it looks whether that was nothing.",
      without:
        'Each pause of a garbage collector, each laptop that wakes, would start an election against a leader that is well. The tests find it at once: they stall the process on purpose.',
    },
    {
      title: 'Time is up, or the role is another',
      in: {
        async: 'if (this.clock.now() >= this.electionDeadline) break',
        coroutines: 'if (this.hub.now() >= this.electionDeadline) return true',
        workers: 'return false',
        goroutines: 'case <-roleEnded:',
      },
      why: 'Three of them return which it was. Go returns nothing: by the time that the caller could act on the answer, another goroutine may have changed the state. There the deadline is looked at again under the lock, in `startElection`.',
      without:
        'A caller that only knows "the wait is over" would campaign as a follower that has just heard its leader.',
    },
    {
      title: 'Restart: a new random timeout',
      in: {
        'async coroutines workers': 'this.lastHeard =',
        goroutines: 's.lastHeard = time.Now()',
      },
      why: '§5.2: a new random timeout each time, so that servers that split a vote are unlikely to split the next one. The draw is here and not in the rules, which know no chance: a simulation can give them any.',
      without:
        'With a fixed timeout the servers that split one vote campaign together again, and again: in virtual time such a cluster never elects anybody.',
    },
    {
      title: 'Read the deadline',
      in: {
        'async coroutines': none('Nothing else runs between two waits: the field can be read as it is.'),
        workers: none('No other thread knows the field.'),
        goroutines: 'return time.Until(s.electionDeadline)',
      },
      why: 'In Go the goroutine that sleeps and the one that handles messages run at the same time, so even one read of one field takes the lock. The comment on `restartElectionTimer` says the other half: its caller holds the lock already. Such sentences are what the three other columns do not need, and nothing but a reader checks them.',
      without:
        'A data race: the reader could see half of an old deadline and half of a new one. The race detector would report it, when a test happens to meet it.',
    },
  ],
};

const campaign: Entry = {
  id: 'campaign',
  title: 'The campaign',
  about:
    'Ask everybody at once; the first majority decides; time may run out; the answers of the slow must not count later. This is the function in which the models differ most.',
  columns: adding(inServer('campaign', 'askForVote'), { goroutines: locked('startElection') }),
  steps: [
    {
      title: 'Start an election, unless one has begun',
      in: {
        'async coroutines workers':
          'if (!raftCore.isCampaigning(this.raft)) raftCore.startElection(this.raft)',
        goroutines: ['peers, decided := s.startElection()', 'if !time.Now().Before(s.electionDeadline)'],
      },
      why: "TimeoutNow, the message of a leader that hands over, may have started the election already. In three models nothing can happen between the end of the timer and this line, so the timer's answer still holds. In Go a message can: `startElection` tests the deadline again, under the lock, and returns the peers and the channel that belong to exactly this election. They must be taken together: fetched one after the other, the channel could be that of the next role.",
      without:
        'Without the second look at the deadline, a heartbeat that arrives in those microseconds is answered by an election, and the term of a healthy leader ends.',
    },
    {
      title: 'Ask everybody at once',
      in: {
        async: 'await using election = new Scope(signal)',
        coroutines: 'const election = new Group(this.hub)',
        workers: 'for (const peer of raftCore.peersOf(this.raft)) this.askForVote(peer)',
        goroutines: 'electionCtx, cancel := context.WithCancel(ctx)',
      },
      why: 'Three models start a task for each peer, in something that will end them: a scope, a group, a context with a wait group. A thread starts nothing. It sends, and the answers come to where everything comes; asking again is a matter of waking up every heartbeat interval, the `recess` of the timer below.',
      without:
        'Asking one after the other would add the slowest answers up. One crashed peer would then cost a whole election timeout, and the vote of a live majority would come too late.',
    },
    {
      title: 'Wait: decided, or time is up',
      in: {
        'async workers': 'this.react(); const timeIsUp',
        coroutines: 'this.react(); try {',
        goroutines: 's.runElectionTimer(ctx, decided)',
      },
      why: "The same timer as a follower's. Votes are counted where they arrive, by the rules; this function only waits for the role to change. No model gathers the answers here, although a `select` over them looks inviting: a vote that comes after this wait must still be able to refuse, to raise the term, to end a leadership.",
      without:
        'A wait for all answers, like `Promise.all` or `WaitGroup.Wait`, would make the slowest peer decide when a leader begins. A majority is enough.',
    },
    {
      title: 'Time is up: another election',
      in: {
        'async coroutines workers': 'if (timeIsUp) raftCore.startElection(this.raft)',
        goroutines: none(
          'The loop goes round, and `startElection` finds that the deadline has passed (step 1).',
        ),
      },
      why: 'A split vote. Everybody asks again in a new term, each after another random timeout.',
      without: 'The first split vote would be the last election of the cluster.',
    },
    {
      title: 'Withdraw what still asks',
      in: {
        async: none(
          '`await using` in step 2: the scope ends its tasks, and waits for them, however the block is left.',
        ),
        coroutines: 'finally',
        workers: none(
          'There is nothing to withdraw: nobody waits for an answer, and the next wake-up finds no one to ask.',
        ),
        goroutines: 'cancel()',
      },
      why: 'Ending takes two steps: signal the tasks, and wait until they have ended. Async writes both with one declaration at the top, Go with two calls at the end (a `defer` would run at the end of the function, after all elections). The greenlets are killed, wherever they wait; `finally` sees to it when this greenlet itself is killed.',
      without:
        'The tasks of each lost election would go on asking in the name of the next: the rules would give them its requests, and a peer would be asked twice, three times, more with each split vote.',
    },
    {
      title: 'Ask one server until it answers',
      in: {
        'async coroutines': 'const request = raftCore.voteRequestTo(this.raft, peer)',
        workers: 'this.send(raftCore.voteRequestTo(this.raft, peer))',
        goroutines: 'again := time.NewTicker(s.raft.Settings.HeartbeatInterval.Duration())',
      },
      why: '§5.5: messages may be lost, so a request is repeated, and the rules say when it no longer makes sense (`null`, in Go `nil`). An async function and a greenlet sleep. Go has a ticker and a `select`, since a plain `time.Sleep` could not be cut short. For a thread this is no loop at all: its caller comes by again.',
      without:
        'A lost request or answer would cost the rest of the election timeout. With three messages in ten lost, a third of all campaigns among five servers would fail for that alone.',
    },
  ],
};

export const elections: readonly Entry[] = [timer, campaign];
