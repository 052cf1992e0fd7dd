// What clients ask, and how they wait for it.

import { type Entry, none } from '../../chapter/chapter.ts';
import { adding, goFile, inClients, requests } from './places.ts';

const propose: Entry = {
  id: 'propose',
  title: 'Propose a command',
  about:
    'The way of a write, from the client to the log, and the wait for its answer. Look at who the client is in each model.',
  columns: adding(inClients('propose', 'forward'), {
    goroutines: [
      ...requests('enqueue', 'appendAll', 'beginRequest'),
      'go-reference/goroutines/waiters.go#waiters.wait',
    ],
  }),
  steps: [
    {
      title: 'Not the leader: forward',
      in: {
        'async coroutines workers': "if (this.raft.role !== 'leader') return this.forward(",
        goroutines: 'if s.leads.Load() == 0',
      },
      why: 'TypeScript reads the role. Go reads an atomic, so that thousands of clients need no lock to find out; what they read may be wrong a moment later, and step 5 is about that.',
      without: 'Clients would have to find the leader themselves, and lose a round trip with each election.',
    },
    {
      title: 'Append to the log',
      in: {
        'async coroutines': 'const index = raftCore.propose(this.raft, command)',
        workers: 'this.proposals.add(raftCore.propose(this.raft, command), waiter)',
        goroutines: [
          'answer, err := s.proposals.wait(ctx, s.enqueue(command))',
          'client := s.proposals.newWaiter()',
          'for _, proposal := range proposals',
        ],
      },
      why: 'On one thread a proposal is a call. In Go it would be a lock, and with many clients they would contend for it; so a client puts its command into a queue, and one goroutine appends for all of them under one lock. The comment there says what that was measured to cost and to save.',
      without:
        'Go without the queue: a sixth less work while a client is alone, half as much again with four, since batches would be split.',
    },
    {
      title: 'Wake the replicators',
      in: {
        'async coroutines': 'this.host.replicate()',
        workers: none('The thread is awake, and replicates before it sleeps.'),
        goroutines: 's.replicate()',
      },
      why: 'Proposals made in the same turn are one message: the replicators wake after all of them. Go reaches the same by the queue: a batch is appended, then the replicators are woken once.',
      without: 'The entry would leave with the next heartbeat.',
    },
    {
      title: 'Wait for the answer',
      in: {
        'async coroutines': 'return this.proposals.add(index',
        workers: none(
          'The client waits in another thread, for a promise with this number. Here it is an entry in a map; the answer is a message.',
        ),
        goroutines: 'if ctx.Done() != nil',
      },
      why: "A promise, an `AsyncResult`, a number, a channel with room for one. The log index is the key in each. Neither `propose` of TypeScript waits itself: it returns what can be waited for, since an `async` function around it would cost another promise per command. Go waits here, and does without the `select` if the context can't end: it is a large part of the cost of a wait.",
      without: 'The client would know that its command is in a log, and not what it did.',
    },
    {
      title: 'Deposed in between',
      in: {
        'async coroutines workers': none('Nothing runs between the test of the role and the append.'),
        goroutines: 'if _, isDeposed := errors.AsType[*raft.NotLeaderError](err); isDeposed',
      },
      why: 'The price of reading the role without the lock: by the time the command is appended, the server may follow. Then nothing has been appended, and it can be forwarded safely.',
      without: 'Clients of Go would see an error that clients of the others never see.',
    },
    {
      title: 'Forward to the leader',
      in: {
        'async coroutines workers': 'const { id: from, leader: to } = this.raft',
        goroutines: ['request, client, err := s.beginRequest(command)', 'if s.raft.Leader == 0'],
      },
      why: "A request gets a number under which its answer will be found. Go counts the client among the server's tasks until its message is sent: the client runs on its own goroutine, and the server could stop between the step and the send.",
      without:
        "Numbers begin at a random place, or a late answer to the server's life before the crash would be taken for the answer to another command.",
    },
  ],
};

const read: Entry = {
  id: 'read',
  title: 'Read without a log entry',
  about:
    'Dissertation §6.4: note the commit index, confirm the leadership by one round of heartbeats, wait until that index is applied. All reads that wait share one read index; those that begin meanwhile share the next. So does etcd.',
  columns: {
    ...inClients('read', 'serveReads', 'askForReadIndex', 'readOnceApplied'),
    workers: ['read', 'serveReads', 'askForReadIndex', 'readOnceApplied', 'replyToReads'].map(
      (name) => `packages/raft-workers/src/clients.ts#Clients.${name}`,
    ),
    goroutines: [
      ...goFile('clients', 'read', 'serveReads', 'awaitReadIndex', 'askForReadIndex', 'readOnceApplied'),
      'go-reference/goroutines/read_batch.go#readBatch.wait',
      ...requests('beginRead'),
    ],
  },
  steps: [
    {
      title: 'Join the reads that wait',
      in: {
        async: 'const { promise } = this.nextReads',
        coroutines: 'this.asked.set()',
        workers: "if (call.consistency === 'stale')",
        goroutines: 'batch := s.nextReads.Load()',
      },
      why: 'Something that many can wait for and that ends for all at once: a promise, an `AsyncResult`, a channel that will be closed. The thread has no such thing, since its clients are elsewhere: it keeps the calls in a map. In Go a client joins by one atomic load: with a lock for each read, half of the time was spent on it. After the stop all of them have ended with an error, so that a late read ends with it, too.',
      without:
        'Each read would have a number, a place in a map and a lock of its own, and twenty thousand clients of a follower would each ask the leader.',
    },
    {
      title: 'Wait, then answer from the state machine',
      in: {
        async: 'await unlessAborted(promise, signal)',
        coroutines: 'yield* this.nextReads.get()',
        workers: none('The last step answers the call. An aborted one is taken out of the map by `forget`.'),
        goroutines: ['if err := batch.wait(ctx); err != nil', 'case <-b.done:'],
      },
      why: "A client that gives up just leaves: nothing is kept for it alone. The state machine is read after the wait, in the same turn in which it ended, or later: any state at or after the read index is right. Go reads under the machine's read lock; several readers at once, and none while a batch is applied.",
      without:
        'Reading before the wait would return a state from before a write that had already been answered: not linearizable.',
    },
    {
      title: 'One read index after another',
      in: {
        async: 'this.asked.notifyAtEndOf(signal)',
        coroutines: 'yield* this.asked.wait()',
        workers: 'if (this.nextReads.size === 0',
        goroutines: 'defer func() { s.nextReads.Load()',
      },
      why: 'A task of the server that lives as long as it does: it sleeps until a read begins. In the thread it is a function, called after each batch of arrivals, that does nothing while a read index is under way.',
      without: 'A round of heartbeats for every read, though one confirms the leadership to all.',
    },
    {
      title: 'A number for all that wait',
      in: {
        'async coroutines': 'const readId = ++this.requestId',
        workers: 'this.readId = ++this.requestId',
        goroutines: ['batch := s.nextReads.Swap(newReadBatch())', 'if !s.running.Load()'],
      },
      why: 'From here on new reads gather for the next index. The order matters: first the exchange, then the commit index is noted; so a read that has joined began before it.',
      without: 'A read could get an index that was noted before a write which its client has seen.',
    },
    {
      title: 'Ask',
      in: {
        async: 'await using asking = new Scope(signal)',
        coroutines: 'const asking = this.host.hub.spawn(',
        workers: 'this.askForReadIndex(this.readId)',
        goroutines: 'if !leads { return s.askForReadIndex',
      },
      why: "Two tasks or one? The event loop and the greenlets ask in a task beside the one that waits, because they can wait for one thing at a time: the answer. Go asks and waits in the same goroutine, in one `select` with answer and ticker. The thread's wait is a timer.",
      without: 'The reads would wait for a confirmation that nobody has asked for.',
    },
    {
      title: 'On a leader: start the read',
      in: {
        'async coroutines workers': "if (raft.role === 'leader')",
        goroutines: 'if leads = s.raft.Role == raft.Leader; leads',
      },
      why: 'The rule notes the commit index and a new round of heartbeats. In Go this is in the same step that gave the number: the role could change between two steps.',
      without: 'A leader would have to ask itself by message.',
    },
    {
      title: 'Elsewhere: ask the leader until it answers',
      in: {
        async: 'while (!signal.aborted)',
        coroutines: 'for (;;) { const request',
        workers: 'const request = raftCore.readIndexFrom(raft, readId)',
        goroutines: 'again := time.NewTicker(s.raft.Settings.HeartbeatInterval.Duration())',
      },
      why: 'A loop with a sleep; a loop with a `select`; and in the thread a function that sets a timer to call itself again. Only the last has to ask first whether the index is still wanted: the others are ended by whoever no longer wants it.',
      without: 'A lost message would cost the clients two election timeouts, after which their reads expire.',
    },
    {
      title: 'Once the index is applied',
      in: {
        'async coroutines': 'const isApplied = readIndex <= this.raft.lastApplied',
        workers: [
          'const isApplied = readIndex <= this.raft.lastApplied',
          'for (const call of calls.values())',
        ],
        goroutines: 'isApplied := read.ReadIndex <= s.raft.LastApplied',
      },
      why: 'The same lines in all columns; in Go they are under the lock. To resolve the promise, to set the result, to close the channel wakes all of its readers; the thread sends each its answer.',
      without: 'A follower that lags would answer with a state that its client has already seen overwritten.',
    },
  ],
};

const transfer: Entry = {
  id: 'transfer',
  title: 'Hand over the leadership',
  about:
    'A wait with a time limit that belongs to it alone: the textbook case for timeouts, and the four columns show four of them.',
  columns: adding(inClients('transfer'), { goroutines: requests('beginTransfer', 'endTransfer') }),
  steps: [
    {
      title: 'Begin',
      in: {
        'async workers': 'raftCore.startTransfer(raft, to)',
        coroutines: 'if (!this.host.running)',
        goroutines: ['client, err := s.beginTransfer(to)', 'if !s.running.Load()'],
      },
      why: "From here on the leader takes no proposals; it brings the successor's log up to date and then asks it to campaign at once. The rule refuses a successor that could not win.",
      without: "With new proposals the successor's log would never be up to date.",
    },
    {
      title: 'Set the time limit',
      in: {
        async: 'const tooLate = new Unavailable(',
        coroutines: 'using timeout = new Timeout(raft.settings.electionTimeout[1])',
        workers: 'host.timers.after(raft.settings.electionTimeout[1]',
        goroutines: 'tooLate := unavailable(',
      },
      why: "Async: a timer that rejects the promise; `using` clears it. Coroutines: gevent's `Timeout`, an exception thrown into this greenlet wherever it waits, so the wait needs to know nothing of it. Threads: a callback that must find out whether the wait it belongs to is still there. Go: a context with a deadline and a cause of its own.",
      without: 'If the successor has crashed, the leader would refuse proposals for ever.',
    },
    {
      title: 'Wait until the successor leads',
      in: {
        async: 'try { await this.transfers.add(to, signal)',
        coroutines: 'try { yield* this.transfers.add(to).get()',
        workers: 'this.transfers.add(to, waiter)',
        goroutines: '_, err = s.transfers.wait(timeoutCtx, client)',
      },
      elsewhere: { workers: 'Registering the waiter is all; the timer that follows looks it up.' },
      why: 'Whose timeout was it? A greenlet compares the exception with its own timeout, so that one of its caller passes through. Go compares the cause, for the same reason. Async has no such question: its timer rejects this one promise.',
      without: "A timeout of the caller that is taken for one's own hides that the caller has given up.",
    },
    {
      title: 'In any case: take proposals again',
      in: {
        'async coroutines': 'finally',
        workers: 'if (raft.transferee === to) raftCore.abandonTransfer(raft)',
        goroutines: ['defer s.endTransfer(to)', 'if s.raft.Transferee == to'],
      },
      elsewhere: {
        goroutines: '`defer` stands where the transfer has begun; it runs on every way out.',
      },
      why: '`finally` twice, `defer`, and in the thread a line in the callback, in `forget` for a client that gives up, and nowhere else: without a stack that waits there is no way out to hang it on. Each compares first: another transfer may have begun.',
      without: 'A leader whose transfer failed would refuse every proposal until its next election.',
    },
  ],
};

export const clients: readonly Entry[] = [propose, read, transfer];
