// A server's life: its start, its roles one after the other, its stop.

import { type Entry, none } from '../../chapter/chapter.ts';
import { adding, goFile, inServer } from './places.ts';

const run: Entry = {
  id: 'run',
  title: 'A server starts, and passes through its roles',
  about:
    'Figure 4 of the paper is a state machine. Here it is a program: the role of a server is the line that `run` has reached. Look at what each model must start beside it, and at what it must ask in each round.',
  columns: {
    ...adding(inServer('run'), { goroutines: goFile('lifecycle', 'start', 'begin') }),
    async: ['packages/raft-async/src/server.ts#Server.start', 'packages/raft-async/src/server.ts#Server.run'],
    coroutines: [
      'packages/raft-coroutines/src/server.ts#Server.start',
      'packages/raft-coroutines/src/server.ts#Server.run',
    ],
  },
  steps: [
    {
      title: 'Messages may come',
      in: {
        async: 'this.network.attach(this.raft.id, this.receive)',
        coroutines: 'this.running = true',
        workers: none(
          "A thread's inbox is shared memory that exists before the thread does: there is nothing to attach.",
        ),
        goroutines: 'ctx, cancel := context.WithCancel(context.Background())',
      },
      why: 'On the event loop receiving is a callback, so a function is handed to the network. A greenlet and a goroutine receive by waiting, so they get a queue: the network fills it, and a task of the server empties it. Go makes the context here that will end all of its goroutines; on the event loop the scope of the same purpose is a field, and greenlets need neither, since each can be killed.',
      without:
        'Messages that arrive before the first task has run would be lost. Raft survives that, but an election that could have ended at once waits for another timeout.',
    },
    {
      title: 'Look at the restored state once',
      in: {
        'async coroutines workers': 'this.react()',
        goroutines: ['s.begin()', 's.mu.Lock()'],
      },
      why: 'A server that restarts has a log, a term and perhaps a snapshot. `react` draws the first election deadline and wakes whoever has something to do. Go takes the lock for it although no goroutine of the server runs yet: other goroutines may already ask for its status.',
      without:
        'The election deadline would stay at 0: the server would campaign in its first millisecond, and after a restart of the whole cluster all servers would do so together.',
    },
    {
      title: 'Start the tasks that run beside the roles',
      in: {
        async: 'this.scope.spawn((signal) => this.run(signal))',
        coroutines: "this.group.spawn(this.run(), 'run')",
        workers: 'this.clients.expireRequests()',
        goroutines: 's.tasks.Go(func() { s.run(ctx) })',
      },
      why: 'Three models have a task for each thing that waits: the role, applying, expiry, in two of them receiving. A thread can wait in one place only, so applying and receiving are inside that wait (`take`), and expiry is a timer. Go has one task more than the others, `appendProposals`: proposals of many goroutines go through one, which takes the lock once for a batch.',
      without:
        'A task that nobody holds can outlive the server: it would answer clients of a server that has stopped. Each of these is started in something that ends it: a scope, a group, a wait group with a context, a thread.',
    },
    {
      title: 'For as long as the server lives',
      in: {
        async: 'while (!signal.aborted)',
        'coroutines workers': 'for (;;)',
        goroutines: 'for ctx.Err() == nil',
      },
      why: 'The clearest trace of the models in the whole file. An async function and a goroutine end only by returning, so each loop has to ask whether it should. A greenlet is killed and a thread is terminated from outside: their loops have no end.',
      without:
        'An async loop without the question would spin: every `await` below returns at once when its signal has fired. The event loop would never get to run anything else, not even the timer that was to notice.',
    },
    {
      title: 'Follow, campaign, lead',
      in: {
        async: 'await this.runElectionTimer(signal)',
        coroutines: 'yield* this.runElectionTimer()',
        workers: 'this.runElectionTimer()',
        goroutines: 's.runElectionTimer(ctx, s.endOf(raft.Follower))',
      },
      why: '`await`, `yield*`, nothing, nothing: the first two mark every call on the way to a wait, down to `run`. None of these functions is told that the role has changed. Each returns when its own condition is gone, and the next finds out from the state of the rules whether it is its turn. Only Go passes in what ends the role: a channel must be fetched under the lock, before the wait.',
      without:
        'With the role as a field and a `switch` on it, as in many implementations, each timer and message would have to know which role it was meant for. Here a stale timer is impossible: its function has returned.',
    },
  ],
};

const stop: Entry = {
  id: 'stop',
  title: 'A server stops',
  about:
    'A crash in a test is this function. After it nothing of the server may run, hold memory or answer anyone: the conformance suite counts what is left.',
  columns: {
    ...inServer('stop'),
    workers: [
      'packages/raft-workers/src/server-thread.ts#ServerThread.end',
      'packages/raft-workers/src/server-threads.ts#ServerThreads.ended',
    ],
    goroutines: goFile('lifecycle', 'stop', 'finish'),
  },
  steps: [
    {
      title: 'No more messages',
      in: {
        async: 'this.network.attach(this.raft.id, null)',
        coroutines: 'this.running = false',
        workers: none(
          "The thread's end of each ring dies with it; the cluster makes new ones for its next thread.",
        ),
        goroutines: 's.network.detach(s.raft.ID)',
      },
      why: 'First the way in is closed, so that what follows has an end.',
      without: 'A message that is handled during the stop could start a task that nobody waits for.',
    },
    {
      title: 'Waiting clients get an answer',
      in: {
        async: 'this.clients.rejectAll(',
        coroutines: 'this.clients.rejectAll(',
        workers: 'this.calls.rejectAll(',
        goroutines: ['s.finish()', 's.mu.Lock()'],
      },
      why: 'A client that waits for a server that is gone would wait for ever: no model notices that nobody can settle its promise, set its event or send on its channel. So every waiter is told, and told the truth: `Stopped` does not say that the command failed. It may be in a log and commit later. A terminated thread can tell nobody: the main thread, which survives it, keeps the list of its calls.',
      without:
        'The calls hang. In Go the runtime would report a deadlock only if all goroutines of the program were asleep, which they never are.',
    },
    {
      title: 'End all tasks, and wait for them',
      in: {
        async: 'await this.scope[Symbol.asyncDispose]()',
        coroutines: 'yield* this.group.kill()',
        workers: 'await this.worker?.terminate()',
        goroutines: 's.cancel()',
      },
      why: 'Four ways to end a task. The event loop and Go ask: the signal fires, and each task must come to a place where it looks. A group of greenlets is killed: an exception is raised where each of them waits, its `finally` blocks run. A thread is terminated between two instructions, and runs no `finally` at all.',
      without:
        'A server that is started again would share its storage with tasks of its former self: a write of the old one after a write of the new one is a broken log.',
    },
  ],
};

export const life: readonly Entry[] = [run, stop];
