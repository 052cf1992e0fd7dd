// What a leader does: begin and end, replicate, keep its followers, check that it still leads.

import { type Entry, none } from '../../chapter/chapter.ts';
import { adding, inServer, locked } from './places.ts';

const lead: Entry = {
  id: 'lead',
  title: 'To lead',
  about:
    'A leadership is a piece of structured concurrency: tasks that begin together and must all have ended before the server may be anything else.',
  columns: adding(inServer('lead', 'replicateToMembers'), {
    goroutines: locked('beginLeadership', 'newMembers'),
  }),
  steps: [
    {
      title: 'Only if it was elected',
      in: {
        async: 'if (this.leadership === null) return',
        coroutines: 'const { leadership } = this',
        workers: 'const { heartbeatInterval, electionTimeout } = this.raft.settings',
        goroutines: ['wake, deposed := s.beginLeadership()', 'if s.role != raft.Leader'],
      },
      why: 'The campaign may have ended because another server won. `react` has made the leadership in the same turn in which the rules changed the role; here it is only taken up. Go takes up under the lock, in one step, the role, the wakeup of the log writer and the channel that will say that it is over. The thread notes two times instead: the next heartbeat and the next count of the quorum.',
      without:
        'A server could be elected, deposed and elected again before this line runs. Taking up a leadership that belongs to an older term would answer clients of the new one with the fate of the old.',
    },
    {
      title: 'Start the tasks of a leader',
      in: {
        async: 'await using leadership = this.leadership.scope',
        coroutines: 'const { tasks } = leadership',
        workers: 'while (this.leadership !== null)',
        goroutines: [
          'leaderCtx, cancel := context.WithCancel(ctx)',
          'tasks.Go(func() { s.writeLog(leaderCtx, wake) })',
        ],
      },
      why: 'Four, three, none, three tasks, and one per follower. The thread does in one loop, one after the other, what the others do side by side: replicate, write, confirm. Each time it wakes, it looks at all of them; that is cheap, because each looks at the state and returns when nothing is due. The event loop has a fourth task for heartbeats: there one timer for all followers is cheaper than one each.',
      without:
        'Tasks that were started outside of a scope would survive the leadership, and go on sending in its name.',
    },
    {
      title: 'Wait until it is over',
      in: {
        async: 'this.replicateToMembers(leadership)',
        coroutines: 'this.replicateToMembers(tasks)',
        workers: 'this.take(Math.min(beatAt, checkAt))',
        goroutines: 'for { s.replicateToMembers(leaderCtx, &tasks)',
      },
      why: 'A healthy leader stays at this line for days. It must also notice new members. In Go a loop here starts their replicators, woken by a channel, so that only the goroutine which will wait for the group adds to it; elsewhere whoever changes the configuration starts them on the spot. The thread wakes for everything here: a message, a client, a heartbeat that is due.',
      without: 'A function that returned at once would let `run` start an election timer on a leader.',
    },
    {
      title: 'End the tasks, and wait for them',
      in: {
        async: none('`await using` in step 2.'),
        coroutines: 'finally',
        workers: none('Nothing runs that could be ended: the loop has been left.'),
        goroutines: 'defer tasks.Wait()',
      },
      elsewhere: {
        goroutines:
          'A `defer` is written where the tasks begin and runs when the function returns, last written first run: first `cancel`, then `Wait`.',
      },
      why: 'The order matters in each column. Go: cancel before wait, or it waits for ever; the defers therefore stand in reverse. Greenlets: `finally`, because this greenlet itself may be killed at the line above. Async: `await using` does both in the right order, but a reader has to know that a declaration waits.',
      without:
        'The next leadership would begin with the wakeups of the last, and two replicators per follower would send each entry twice.',
    },
    {
      title: 'Members come and go',
      in: {
        'async coroutines': 'for (const peer of raftCore.peersOf(this.raft))',
        workers: 'for (const peer of this.raft.progress.keys())',
        goroutines: ['for peer, wake := range s.newMembers()', 'if s.wakeups == nil'],
      },
      why: 'A member without a wakeup has no replicator yet. With tasks this is a difference of sets; the thread just visits all members each time. In Go the difference is computed under the lock, and the leadership may have ended in between, which is why `newMembers` looks for that.',
      without: 'An added server would never hear from the leader, and its learner would never catch up.',
    },
  ],
};

const replicate: Entry = {
  id: 'replicate',
  title: 'Replicate to one follower, with heartbeats',
  about:
    'A loop that sends while there is something to send, and else waits for one of three: new entries, a heartbeat that is due, the end. The rules decide what is sent; nobody here knows what an entry is.',
  columns: {
    ...inServer('replicateTo', 'sendHeartbeats'),
    coroutines: ['packages/raft-coroutines/src/server.ts#Server.replicateTo'],
    goroutines: ['go-reference/goroutines/server.go#server.replicateTo', ...locked('dismissFormerMembers')],
  },
  steps: [
    {
      title: 'What can wake it',
      in: {
        async: 'const wakeup = this.wakeupFor(peer, signal)',
        coroutines: 'const { heartbeatInterval } = this.raft.settings',
        workers: 'for (;;)',
        goroutines: 'heartbeat := time.NewTicker(s.raft.Settings.HeartbeatInterval.Duration())',
      },
      why: 'A proposal, an answer or a change of members must wake the one who sleeps. Each model has its own smallest thing for that: a promise with a flag, an event, a channel with room for one token. All keep a notification that comes while nobody sleeps, and keep several as one. The thread needs none: what would wake it is in its inbox.',
      without:
        'A notification between "nothing to send" and "sleep" would be lost, and the entry would wait for the next heartbeat: fifty milliseconds for a proposal that could take one.',
    },
    {
      title: 'Send all that is due',
      in: {
        async: 'while (!signal.aborted && this.raft.progress.has(peer))',
        coroutines: 'while (this.raft.progress.has(peer))',
        workers: 'const request = raftCore.nextMessageTo(this.raft, peer)',
        goroutines:
          'for { for request := s.nextMessageTo(peer); request != nil; request = s.nextMessageTo(peer)',
      },
      why: '`nextMessageTo` is asked until it has nothing more: the window to this follower is full, or the log is at its end. This is the pipeline: several messages may be under way before the first is acknowledged. In Go each request is taken under the lock and sent outside of it, so that a slow network holds up nobody.',
      without:
        'One message per wake-up would make each entry wait for the answer to the one before: throughput would be the inverse of the round trip.',
    },
    {
      title: 'Nothing to send: wait',
      in: {
        async: 'await wakeup.wait()',
        coroutines: 'else if (!(yield* wakeup.wait().within(beatAt - this.hub.now())))',
        workers: none('It returns (above). The one `take` of `lead` waits for everything at once.'),
        goroutines: 'select { case _, isMember := <-wake:',
      },
      why: 'This row shows the models most clearly. Go says in one statement that it waits for the first of three. A greenlet says "wait, within": the timeout is part of the wait, and the end needs no mention, since it would be killed. The event loop waits for one thing only, and everything else has been made to look like it: the wakeup is notified at the end of the signal as well, and heartbeats are another task\'s.',
      without:
        'A loop that asked again and again would keep a core busy for each follower of an idle cluster.',
    },
    {
      title: 'A heartbeat, when nothing else was sent',
      in: {
        async: 'await sleep(this.clock, this.raft.settings.heartbeatInterval, signal)',
        coroutines: 'this.send(raftCore.heartbeatTo(this.raft, peer))',
        workers:
          'for (const peer of raftCore.peersOf(this.raft)) this.send(raftCore.heartbeatTo(this.raft, peer))',
        goroutines: 'case <-heartbeat.C:',
      },
      why: "Coroutines and Go send it from here, where the follower is known; async and workers from one place for all followers, `sendHeartbeats`. The reason is cost: a timer per follower is nothing to Go's runtime or to the hub, which keeps its own heap, but on the event loop it is a timer, a promise and a listener each, for every server in the process. A thread has only one wait, and so only one next heartbeat.",
      without: 'Each idle election timeout would end a healthy leadership (§5.2).',
    },
    {
      title: 'End with the membership',
      in: {
        async: 'this.wakeups.delete(peer)',
        coroutines: 'this.wakeups.delete(peer)',
        workers: none('`lead` visits the members of the moment; a removed one is not among them.'),
        goroutines: ['if !isMember', 'for id, wake := range s.wakeups'],
      },
      elsewhere: {
        goroutines:
          'The closed channel is received like any token, so the test stands where the wake-up arrives.',
      },
      why: 'Three columns look at the configuration in their loop. In Go that would be a lock and a lookup per round, so the step that changes the configuration closes the channel: a close reaches a goroutine whether it sleeps already or not, and cannot be mistaken for a token.',
      without: 'The leader would go on replicating to a removed server, and its wakeup would stay for ever.',
    },
  ],
};

const quorum: Entry = {
  id: 'check-quorum',
  title: 'Check that a majority still answers',
  about:
    'The smallest periodic task of a server: sleep, look, act. Good for seeing what each model adds to a loop of three lines.',
  columns: {
    ...inServer('checkQuorum'),
    goroutines: ['go-reference/goroutines/server.go#server.checkQuorum', ...locked('countQuorum')],
  },
  steps: [
    {
      title: 'Once in an election timeout',
      in: {
        async: 'while (!signal.aborted)',
        coroutines: 'for (;;)',
        workers: none('`lead` calls it when `checkAt` has passed: there is no loop but that one.'),
        goroutines: 'again := time.NewTicker(s.raft.Settings.ElectionTimeout[1].Duration())',
      },
      why: "A greenlet needs one line for a sleep that can be ended from outside. The event loop needs the signal twice, in the loop's condition and in the sleep. Go needs a ticker, its `Stop`, and a `select` of two cases, eight lines, because `time.Sleep` can't be interrupted. The ticker keeps the pace if a round takes long; the other two drift by what a round takes, which is of no matter here.",
      without:
        'A leader that was cut off would go on accepting commands that it can never commit (dissertation §6.2).',
    },
    {
      title: 'Count, and do what follows from it',
      in: {
        'async coroutines': 'raftCore.checkQuorum(this.raft)',
        workers: 'raftCore.checkQuorum(this.raft)',
        goroutines: ['s.countQuorum()', 's.raft.CheckQuorum()'],
      },
      why: 'The rule may end the leadership. Then `react` ends the tasks of a leader, and this one is among them: it signals its own end, and notices at the next look. In Go the step under the lock is a function of its own in another file; the goroutine that waits never holds the lock.',
      without:
        'Without `react` after the rule the server would be a follower by its state and a leader by its tasks, until the next message puts it right.',
    },
  ],
};

export const leading: readonly Entry[] = [lead, replicate, quorum];
