// Idioms of two tasks: a race, a hand-off, turns.

import { type Entry, none } from '../../chapter/chapter.ts';
import { inIdioms } from './places.ts';

const race: Entry = {
  id: 'race',
  title: '1. A race',
  about:
    'Two tasks, two variables, each writes what the other reads. Which results can come says more about a model than any definition.',
  columns: inIdioms('race', {
    '*': ['race'],
    workers: ['race', 'multiply'],
    processes: ['race', 'multiply'],
    goroutines: ['Race'],
    python: ['race'],
  }),
  steps: [
    {
      title: 'Two values that both sides use',
      in: {
        'async coroutines processes': 'let a = 1',
        workers: 'const cells = sharedCells(1, 2)',
        'goroutines python-threads python-gevent': 'a, b = 1, 2',
      },
      why: "Variables in a closure where tasks share a heap. Threads in JavaScript share bytes and nothing else, so a and b are two cells of a `SharedArrayBuffer`. Processes share nothing: these two are the parent's alone.",
      without: 'No sharing, no race: what makes this program uncertain is in this line, not in the tasks.',
    },
    {
      title: 'Start a task: b = a * b',
      in: {
        async: 'async function multiply()',
        coroutines: 'const task = spawn(function* ()',
        workers: ['await using threads', 'cells[b] = cells[a]! * cells[b]!'],
        processes: ['await using children', 'await send(a * b)'],
        'python-threads python-gevent': 'def multiply()',
        goroutines: 'var tasks sync.WaitGroup',
      },
      why: 'When does it run? An async function at once, until its first `await`, and this one has none: it has ended before its caller goes on. A greenlet not before the caller waits. A goroutine at the same time, or before, or after. A thread too, but it takes tens of milliseconds to start, which makes one outcome likely and proves nothing.',
      without:
        'An outcome that has always come is easily taken for a guarantee. The repository counts the outcomes, up to 100,000 runs a model, and says beside each count which can come.',
    },
    {
      title: 'Meanwhile: a = b * b',
      in: {
        'async coroutines processes goroutines python-threads python-gevent': 'a = b * b',
        workers: 'cells[a] = cells[b]! * cells[b]!',
      },
      why: 'The same line everywhere, and in Go and the threads it may run in the middle of the other. There it is two reads and a write that anything may come between. In the cooperative models nothing comes between two waits, so a line is as atomic as a block.',
      without:
        'In Go this is not just uncertain but a data race: the race detector reports it, and the language promises little about a program that has one.',
    },
    {
      title: 'Wait for the end, and look',
      in: {
        async: 'await task',
        coroutines: 'yield* task.join()',
        workers: 'await task.join()',
        processes: 'b = await child.receive()',
        'python-threads python-gevent': 'task.join()',
        goroutines: 'tasks.Wait()',
      },
      why: "Waiting for an end also orders memory: what the task has written is seen from here on, in every model. It says nothing about what came before. The process's b comes back by message; the parent's had been a copy all along.",
      without:
        'The result would be read while it may still change, and in Python a thread would outlive the function that started it.',
    },
  ],
};

const handOff: Entry = {
  id: 'hand-off',
  measured: { row: 'hand-off', unit: 'a hand-off and one back' },
  title: '2. The same with a hand-off',
  about: 'One line more, and every model gives the same result: 4 2. What was uncertain is now ordered.',
  columns: inIdioms('hand-off', {
    async: ['handOff'],
    '*': ['handOff', 'multiply'],
    goroutines: ['HandOff'],
    python: ['hand_off'],
  }),
  steps: [
    {
      title: 'Something to hand over with',
      in: {
        async: 'const operationDone = Promise.withResolvers<void>()',
        coroutines: 'const operationDone = new Event()',
        workers: 'const begin = Inbox.create()',
        processes: none(
          'The message is the hand-off and what is handed over. Values that are not shared must travel with it.',
        ),
        'python-threads python-gevent': 'operation_done = Event()',
        goroutines: 'operationDone := make(chan struct{})',
      },
      why: 'A promise, an event, an inbox, a channel. All of them remember: one that comes late finds that it has happened. A bare wake-up differs: it is lost when nobody sleeps.',
      without:
        'With a signal that is not kept, the task may be done before anyone waits, and the main line waits for ever.',
    },
    {
      title: 'The task computes, and says so',
      in: {
        async: 'async function multiply()',
        coroutines: ['const task = spawn(multiply(', 'cells.b = cells.a * cells.b'],
        workers: ['await using threads', 'const begun = Inbox.attach(begin)'],
        processes: ['await using children', 'const { a, b } = await receive<Operands>()'],
        'python-threads python-gevent': 'def multiply()',
        goroutines: 'go func()',
      },
      why: 'First the work, then the word. In Go the word is a `close` in a `defer`, said also when the task panics. Between threads the channel orders plain memory: what was written before the send is seen after the receive, so the cells need no atomics.',
      without: 'Said before the work is done, the hand-off orders nothing, and the race is back.',
    },
    {
      title: 'Wait for it',
      in: {
        async: 'await operationDone.promise',
        coroutines: 'yield* operationDone.wait()',
        workers: 'for (let i = 0; i < times; i += 1) { cells.set([1, 2])',
        processes: 'for (let i = 0; i < times; i += 1) { [a, b] = [1, 2]',
        'python-threads python-gevent': 'operation_done.wait()',
        goroutines: '<-operationDone',
      },
      why: 'For async the wait is a formality, since the task had ended before; for a greenlet it is what lets the task run at all. The heavy models hand off many times within one start: starting would otherwise be all that the bench measures.',
      without:
        'On coroutines the result would change from 4 2 to 4 8: the opposite of what the race gives on the event loop.',
    },
    {
      title: 'Then go on',
      in: {
        'async processes goroutines python-threads python-gevent': 'a = b * b',
        coroutines: 'cells.a = cells.b * cells.b',
        workers: 'cells[a] = cells[b]! * cells[b]!',
      },
      why: 'Now b is 2 for sure, and a becomes 4. Go does not join the goroutine afterwards: the close is the last thing that it does.',
      without:
        'The others join as well: a task that is left running when its function returns belongs to nobody.',
    },
  ],
};

const takeTurns: Entry = {
  id: 'switch',
  measured: { row: 'switch', unit: 'a turn' },
  title: 'Two tasks take turns',
  about: 'Nothing but the switch itself, for the bench. What does a task do to let another run?',
  columns: inIdioms('switch', {
    '*': ['takeTurns'],
    workers: ['takeTurns', 'take'],
    processes: ['takeTurns', 'take'],
    goroutines: ['TakeTurns'],
    python: ['take_turns'],
  }),
  steps: [
    {
      title: 'Take a turn, and give way',
      in: {
        async: 'async function take()',
        coroutines: 'function* take()',
        workers: 'for (let turn = first; turn < 2 * turns; turn += 2)',
        processes: 'for (let i = 0; i < turns; i += 1) await send(',
        'python-threads python-gevent': 'def take(player: int)',
        goroutines: 'for i := range taken',
      },
      why: "`await null` gives way to other promises, but timers and I/O wait until none is ready. `sleep(0)` of the hub lets everybody have a turn. Threads and processes have no such call; each sleeps until the other wakes it, which is the kernel's work. On several cores Go's `Gosched` need not switch at all: both may be running already.",
      without:
        'A loop of `await null` can starve a server: its heartbeats are timers. The async server gives way by `setImmediate` for this reason.',
    },
    {
      title: 'Both of them, to the end',
      in: {
        async: 'await Promise.all([take(), take()])',
        coroutines: 'using taking = new Group()',
        workers: 'await using threads',
        processes: 'for (let i = 0; i < turns; i += 1) { await child.send(taken + 1)',
        'python-threads': 'with Group() as group',
        'python-gevent': 'with joined_group() as group',
        goroutines: 'players.Wait()',
      },
      why: 'Go keeps two counts and adds them at the end: two goroutines that add to one variable would be a race. Greenlets and async functions may add to the same one.',
      without: 'Without the group, a failure of one task would leave the other running alone.',
    },
  ],
};

export const turns = { race, handOff, takeTurns };
