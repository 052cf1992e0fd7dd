// Idioms of tasks: who runs when, who waits for whom.

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

const join: Entry = {
  id: 'join',
  measured: { row: 'spawn', unit: 'a task, started and joined' },
  title: '3. Start tasks, and join them',
  about:
    "The smallest program with several tasks: start, let them count, add up. What is a task's result, and who keeps it?",
  columns: inIdioms('join', { '*': ['join', 'countTo'], goroutines: ['Join'], python: ['join'] }),
  steps: [
    {
      title: 'Somewhere for the results',
      in: {
        'async coroutines': 'const counting',
        workers: 'await using threads',
        processes: 'await using children',
        'python-threads': 'finished: SimpleQueue[int] = SimpleQueue()',
        'python-gevent': none('A greenlet keeps its return value until it is read.'),
        goroutines: 'finished := make(chan int, tasks)',
      },
      why: "A promise and a greenlet are handles: they keep the result or the error. A goroutine has no handle, and a Python thread's handle has no result, so both need a channel or a queue. Go's has room for all results, so that no goroutine waits to get rid of its own.",
      without:
        'With an unbuffered channel each goroutine would stay until the main line has received from it; if that fails half-way, the rest stay for ever.',
    },
    {
      title: 'Start tasks that count',
      in: {
        'async coroutines': ['for (let i = 0; i < tasks; i += 1)', 'let counted = 0'],
        workers: ['for (let i = 0; i < tasks; i += 1)', 'let counted = 0'],
        processes: ['for (let i = 0; i < tasks; i += 1)', 'let counted = 0'],
        'python-threads python-gevent': 'def count_up()',
        goroutines: 'for range tasks { go func()',
      },
      why: "What runs at the same time? Goroutines, workers and processes count on as many cores as there are. Async functions and greenlets count one after the other: nobody waits in this loop, so nobody else gets a turn. Python's threads take turns of five milliseconds under one lock, and finish no sooner than one alone.",
      without:
        'A function in another thread or process must be exported and take plain data: it is loaded there by name, and a closure would bring variables along that do not exist there.',
    },
    {
      title: 'Join them, and add up',
      in: {
        async: 'const counts = await Promise.all(counting)',
        'coroutines workers processes': 'let sum = 0',
        'python-threads python-gevent': 'return sum(',
        goroutines: 'for range tasks { sum += <-finished',
      },
      why: '`Promise.all` rejects with the first failure and leaves the rest running. `get` of a greenlet and `join` of a thread raise the failure of that one. Go adds up in the order in which the tasks finish; an error would have to be sent as a value, because a panic in a goroutine ends the program.',
      without:
        'An exit code is a number from 0 to 255, too small for a count. So the process sends its result as a message, and its join waits for the exit as well.',
    },
  ],
};

const waitGroup: Entry = {
  id: 'wait-group',
  measured: { row: 'fan-out', unit: 'a voter' },
  title: '5. Fan out, wait for all, gather',
  about:
    'A candidate asks all voters at once and counts their votes. In Raft itself a majority is enough; here all answers are wanted, and it is the wait for the last that differs.',
  columns: inIdioms('wait-group', {
    '*': ['gatherVotes', 'askForVote'],
    workers: ['gatherVotes', 'ask', 'vote', 'WaitGroup.wait'],
    processes: ['gatherVotes', 'askForVote', 'vote'],
    goroutines: ['GatherVotes', 'vote'],
    python: ['gather_votes'],
  }),
  steps: [
    {
      title: 'A voter',
      in: {
        async: 'await null',
        coroutines: 'yield* sleep(0)',
        workers: 'sleepWhile(poll.term, 0, term - 1)',
        processes: ['await child.send(term)', 'await receive()'],
        'python-threads python-gevent': 'def request_vote(voter: int)',
        goroutines: 'return voter%2 == 1',
      },
      why: 'It gives way once, for the request and the answer, and grants if its number is odd. The thread waits for a cell to change: one notify will wake all of them, where the others are called one by one.',
      without:
        'A voter that never waits would be a plain function call, and there would be nothing to fan out.',
    },
    {
      title: 'Ask all at once',
      in: {
        async: 'const asking',
        coroutines: 'const asking',
        workers: ['const poll: Poll', 'answers.add(voters)'],
        processes: 'await using children',
        'python-threads': 'with ThreadPoolExecutor(',
        'python-gevent': 'with joined_group() as group',
        goroutines: 'granted := make([]bool, voters)',
      },
      why: 'In Go every goroutine writes a slot of its own in the same slice: no lock, because no two touch the same element, and `Wait` orders them before the reads. The wait group of the threads counts up before it notifies, or a quick voter could bring it to zero too early.',
      without:
        '`add` within the task instead of before it is the classic mistake with wait groups: the wait may begin before the first task has counted itself.',
    },
    {
      title: 'Wait for all',
      in: {
        async: 'const votes = await Promise.all(asking)',
        coroutines: 'const votes = yield* joinall(asking)',
        workers: ['answers.wait()', 'const left = Atomics.load'],
        processes: 'const granted = await Promise.all(answers)',
        'python-threads': 'return sum(pool.map',
        'python-gevent': 'votes = group.map(',
        goroutines: 'asked.Wait()',
      },
      why: 'Four meanings of "all": `Promise.all` stops waiting at the first failure; `joinall` waits for every end, however it came; `map` raises the first error when its turn comes; `Wait` knows nothing of errors. The thread\'s wait group is nine lines on two atomics, and shows what the others are made of: look, and sleep only if what was seen still holds.',
      without:
        'If `Atomics.wait` did not compare, the last voter could finish between the look and the sleep, and nobody would wake the candidate.',
    },
    {
      title: 'Count the votes',
      in: {
        'async coroutines': 'return votes.filter(',
        workers: 'return poll.votes[0]!',
        processes: 'votes += granted.filter(',
        'python-threads': none('`sum` over the results of `map`, in the line above.'),
        'python-gevent': 'return sum(votes)',
        goroutines: 'for _, yes := range granted',
      },
      why: 'Go counts in a loop of five lines what the others say in one; it has neither a filter nor a sum of booleans. The threads have counted already, with an atomic addition each.',
      without:
        'Counting while they answer would need a lock in Go and an atomic between threads, and nothing at all in the cooperative models.',
    },
  ],
};

const spawnTree: Entry = {
  id: 'spawn-tree',
  measured: { row: 'spawn-tree', unit: 'a leaf' },
  title: '12. A tree of a million tasks',
  about:
    'Each task starts ten more, down to the leaves, and the sums come up: a benchmark known as skynet. What does a task weigh?',
  columns: inIdioms('spawn-tree', {
    '*': ['sumOf'],
    goroutines: ['addLeaves'],
    python: ['sum_of_part'],
  }),
  steps: [
    {
      title: 'A leaf returns its number',
      in: {
        'async coroutines workers processes': 'if (count <= 1) return count * first',
        'python-threads python-gevent': 'if leaves <= 1',
        goroutines: 'leaves := end - first',
      },
      why: "A goroutine can't return: it sends to its parent's channel.",
      without: 'The recursion would have no end, and the first leaf no result.',
    },
    {
      title: 'Start up to ten tasks',
      in: {
        'async coroutines': 'const end = first + count',
        workers: 'await using threads',
        processes: 'await using children',
        'python-threads': 'sums: SimpleQueue[int] = SimpleQueue()',
        'python-gevent': 'size = -(-leaves // FAN_OUT)',
        goroutines: 'sums := make(chan int)',
      },
      why: 'The order of the tree follows from what `spawn` does. An async call runs at once, so the tree grows depth first and few tasks exist at a time. Greenlets run in the order in which they were started: level by level, and all leaves exist at once. Goroutines are taken by whichever processor is idle.',
      without:
        'A worker is a JavaScript engine of its own, and 111 of them take near two gigabytes. A million would take terabytes, so here the tree has a hundred leaves, and a larger one is refused with an error that says so.',
    },
    {
      title: 'Add up what they found',
      in: {
        async: 'const sums = await Promise.all(parts)',
        'coroutines workers processes': 'let sum = 0',
        'python-threads': 'return sum(sums.get() for _ in starts)',
        'python-gevent': 'return sum(part.get() for part in parts)',
        goroutines: 'total := 0',
      },
      why: 'Handles are read in order; a channel gives sums in the order in which they come. For a sum it makes no difference.',
      without: 'Without a wait at each level the root would return before its leaves have counted.',
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

export const tasks = { race, handOff, join, waitGroup, spawnTree, takeTurns };
