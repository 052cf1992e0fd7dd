// What follows from the state: writing, applying, reacting.

import { type Entry, none } from '../../chapter/chapter.ts';
import { goFile, inServer } from './places.ts';

const durability: Entry = {
  id: 'durability',
  title: 'Durability: write before sending, or beside it',
  about:
    'A follower must not acknowledge what a crash could make it forget; a leader may send entries while it writes them. Two rules of durability, and four ways to wait for a disk.',
  columns: inServer('send', 'persist', 'writeLog'),
  steps: [
    {
      title: 'What reveals state waits for it',
      in: {
        'async coroutines': 'if (message === null || !this.running) return',
        workers: 'if (message === null) return',
        goroutines: 'if raft.MustBeStableBefore(message)',
      },
      why: 'One line holds the first rule for every message that leaves a server; which messages are meant, the rules say. The same in all columns, because it is no question of waiting: who sends is who writes.',
      without: 'A vote that a crash forgets can be given twice in a term, and two leaders be elected.',
      mutation: 'vote before it is stable',
    },
    {
      title: 'Then it may leave',
      in: {
        'async coroutines workers': 'this.network.send(message)',
        goroutines: 'if s.running.Load()',
      },
      why: 'Go asks here whether the server still runs, after the write: it may have been stopped during it. In the two models of one thread nothing can have changed since the first line. A thread that is stopped is no more.',
      without: 'A message of a server that has ended would reach its peers, as if it spoke after a crash.',
    },
    {
      title: 'One write at a time',
      in: {
        'async coroutines workers': none(
          'The storage is synchronous: between taking the unstable state and marking it stable, nobody else runs.',
        ),
        goroutines: 's.writing <- struct{}{}',
      },
      why: 'Several goroutines may want to write: the log writer, a handler that votes. The second would write what the first is writing. The lock for it is a channel with one place and not `s.mu`: a write can take milliseconds, and the rules must go on meanwhile.',
      without:
        'Two writes of the same entries could end in the wrong order, and the older one, with a truncated tail, would be what a restart finds.',
    },
    {
      title: 'Write what has changed, sync, mark it',
      in: {
        'async coroutines workers': 'const unstable = raftCore.unstableState(this.raft)',
        goroutines: 'if unstable, ok := s.unstableState(); ok',
      },
      why: 'Take a picture, write it, report exactly this picture as stable. In Go the log may grow or be truncated during the write; so the picture carries a count of truncations, and the rules believe only what still holds. The three others carry the count too, since twins have one set of rules.',
      without:
        'Marking "everything" as stable after the write would count entries that came during it: the leader would commit with a majority that does not exist on any disk.',
    },
    {
      title: 'A leader writes beside its replication',
      in: {
        async: 'const wakeup = this.wakeupFor(this.raft.id, signal)',
        coroutines: 'const wakeup = this.wakeupFor(this.raft.id)',
        workers: 'this.persist(); this.react()',
        goroutines: 'for { s.persist() select',
      },
      why: "The dissertation (§10.2.1): the leader's own disk and the followers' round trip overlap, and the leader's copy counts once it is stable. Only Go really overlaps them: its write may block a thread while others send. The two models on one thread just move the write out of the way of the sends, to be batched; so does the thread, which sends first and then writes.",
      without:
        'Each proposal would wait for a disk and then for a round trip: twice the latency. And each would be a write of its own, however many come at once.',
    },
  ],
};

const applying: Entry = {
  id: 'apply',
  title: 'Apply what is committed',
  about:
    'A consumer that follows a producer: entries become committed in bursts, and must be applied in order without holding up heartbeats.',
  columns: {
    ...inServer('applyCommitted'),
    goroutines: ['go-reference/goroutines/server.go#server.applyCommitted', ...goFile('machine', 'apply')],
  },
  steps: [
    {
      title: 'Wait until there is something',
      in: {
        async: ['const { raft, committed } = this', 'else await committed.wait()'],
        coroutines: 'const { raft, committed } = this',
        workers: 'const { raft } = this',
        goroutines: ['var outcomes []outcome', 'select { case <-s.committed:'],
      },
      elsewhere: {
        async:
          'It looks first and waits last: a restarted server may have something to restore before anything is committed.',
        goroutines:
          'It takes first and waits only if there was nothing: the lock is taken once per batch either way.',
      },
      why: 'A wakeup, an event, nothing, a channel. The thread applies on its way to sleep: it is called from `take` before each wait, and says whether there is more. Note that none of them waits for a number of entries: they are told that something has changed, and read off the state how much.',
      without:
        'It would have to poll, or to keep a queue of entries beside the log: a second record of what is committed.',
    },
    {
      title: 'A snapshot comes before any entry',
      in: {
        'async coroutines workers': 'this.restoreSnapshot()',
        goroutines: 'if len(entries) == 0',
      },
      why: 'A snapshot from the leader, or from storage after a restart, replaces all that was applied. In Go it shows as "no entries, but a snapshot", found out under the lock and restored without it.',
      without:
        'Entries would be applied to a state machine that lacks those before them: servers would diverge, and nobody would notice until two clients compare answers. The digests of the tests notice.',
    },
    {
      title: 'Apply a batch, in order',
      in: {
        'async coroutines workers': 'let index = raft.lastApplied',
        goroutines: ['outcomes = s.apply(first, entries, outcomes[:0])', 's.applying.Lock()'],
      },
      why: "Three columns apply and answer in one loop; between two waits nobody sees the state machine. Go applies under a lock of the machine's own, so that reads and the rules go on meanwhile, and collects the answers to give them afterwards. The price is a second lock and a rule in which order to take them.",
      without: 'Applying under the lock of the rules would stop all messages for as long as a batch takes.',
    },
    {
      title: 'Note how far, and answer',
      in: {
        'async coroutines workers': 'if (index > raft.lastApplied) raftCore.markApplied(raft, index)',
        goroutines: 'wantsSnapshot := s.markApplied(first + raft.LogIndex(len(entries)) - 1)',
      },
      why: 'Reads wait for an index to be applied: they can be answered now (`answerReads`; in Go within the same step under the lock). Go answers the proposals only here, after the mark; so a client that reads after its answer finds its own write.',
      without:
        'In Go, answering before the mark would let a client read a state that is older than what it was told.',
    },
    {
      title: 'Compact the log if it has grown',
      in: {
        'async coroutines workers': 'if (raftCore.wantsSnapshot(raft))',
        goroutines: 'if wantsSnapshot',
      },
      why: 'The snapshot is taken by the one that applies, since nobody else knows a moment at which the state machine is exactly at `lastApplied`.',
      without: 'The log would grow without bound (§7).',
    },
    {
      title: 'Give way before the next batch',
      in: {
        async: 'if (raft.commitIndex > raft.lastApplied) await nextTurn(this.clock, signal)',
        coroutines: 'if (raft.commitIndex === raft.lastApplied) continue',
        workers: 'return raft.commitIndex > raft.lastApplied',
        goroutines: none(
          'The scheduler preempts a goroutine that runs for long. The batch is there all the same: it bounds how long readers wait for the lock.',
        ),
      },
      why: "Cooperative models must give way themselves, and say after how much: 4,096 entries. It matters how: a promise that is settled already gives way to other promises, never to timers or I/O, so `nextTurn` goes through the event loop's next phase. `sleep(0)` of the hub gives way to everything. The thread says that it is behind, and takes its messages without sleeping.",
      without:
        'A follower that catches up on a million entries would hear no heartbeat meanwhile, and start an election.',
    },
  ],
};

const react: Entry = {
  id: 'react',
  title: 'React to the new state, and step down',
  about:
    'The rules change a record; this function compares it with what the server knew, and does what follows. It is called after every step and may be called once too often: it is idempotent, and that is what keeps four runtimes simple.',
  columns: {
    ...inServer('react', 'stepDown'),
    goroutines: goFile('server', 'react', 'changeRole', 'stepDown'),
  },
  steps: [
    {
      title: 'Something was heard: restart the election timer',
      in: {
        'async coroutines workers': 'if (raft.heard !== this.heard) this.restartElectionTimer()',
        goroutines: 'if s.raft.Heard != s.heard',
      },
      why: 'The rules count what restarts the timer (an AppendEntries of the current leader, a vote given, an election begun) instead of calling back. A count can be compared late, twice, or for several at once, without harm.',
      without: "The leader's heartbeats would be accepted, and the follower would campaign nevertheless.",
    },
    {
      title: 'The role has changed: wake who waits for that',
      in: {
        async: 'if (raft.role !== this.timeout?.role) this.timeout?.scope.end()',
        coroutines: 'if (raft.role !== this.role) pulse(this.roleChanged)',
        workers: none(
          'The loops of `runElectionTimer` and `lead` compare the role themselves, each time they wake.',
        ),
        goroutines: ['if s.raft.Role != s.role', 's.role = s.raft.Role'],
      },
      why: 'Ends a scope; pulses an event; closes a channel and makes the next one. The three are one idea, "who waits for this role may stop", in the form in which each model waits. Go\'s closed channel also holds for those who come too late. The pulse reaches those who wait now, and no one else could be meant: nothing has run in between.',
      without: 'The server would be a leader and still sleep as a candidate.',
    },
    {
      title: 'A leadership ends or begins',
      in: {
        async: "if (raft.role !== 'leader') this.stepDown()",
        coroutines: "if (raft.role !== 'leader') this.stepDown()",
        workers: "if (raft.role !== 'leader') this.stepDown()",
        goroutines: 'if s.role == raft.Leader',
      },
      why: '`??=`: made once, in the same turn in which the rules made this server leader, although the task that will lead has not woken yet. A proposal that arrives in between already finds a leader with a term.',
      without:
        'A server elected and deposed within one turn would never have been a leader for its clients: what was proposed in that moment would wait for ever. A test does just that.',
    },
    {
      title: 'Another leader: reject the requests to the old one',
      in: {
        'async coroutines workers':
          'if (raft.leader !== this.leader) this.clients.leaderChanged(raft.leader)',
        goroutines: 'if s.raft.Leader != s.leader',
      },
      why: 'Requests to the old leader may be answered or not; and this server will not learn which. They are rejected as `Unavailable`, which means "perhaps", and the client retries in its session.',
      without: 'Forwarded commands and reads would hang until they expire, two election timeouts later.',
    },
    {
      title: 'Reads whose leadership is confirmed',
      in: {
        'async coroutines workers': 'if (raft.reads.length > 0)',
        goroutines: 'if len(s.raft.Reads) > 0',
      },
      why: 'The length is tested first because this line runs after every message, and there is hardly ever a read.',
      without: 'A read would be answered only by the next one.',
    },
    {
      title: 'Entries to apply',
      in: {
        async: 'if (raft.commitIndex > raft.lastApplied) this.committed.notify()',
        coroutines: 'if (raft.commitIndex > raft.lastApplied) this.committed.set()',
        workers: none('`take` applies before it sleeps, and looks at the same two numbers.'),
        goroutines: 'if s.raft.CommitIndex > s.raft.LastApplied',
      },
      why: 'A notification, not a hand-over: it may come three times for one entry or once for a thousand.',
      without:
        'Committed entries would be applied when something else wakes the applying task: mostly never.',
    },
    {
      title: 'Step down',
      in: {
        'async coroutines workers': 'if (this.leadership === null) return',
        goroutines: 'term := raft.Term(s.leads.Swap(0))',
      },
      why: 'End the tasks, reject the clients of this term, forget, and begin a whole election timeout. Go keeps the term of its leadership in an atomic: proposals look at it without the lock, and `Swap` makes sure that a leadership ends once. The event loop ends the scope here; in coroutines and Go, `lead` does it when it wakes.',
      without:
        "The clients of a deposed leader would wait for entries that may have been overwritten; some would get the answer to another client's command under the same index.",
    },
  ],
};

export const state: readonly Entry[] = [react, durability, applying];
