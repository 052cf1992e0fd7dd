// Idioms of many tasks: started and joined, gathered, a tree of a million.

import { type Entry, none } from '../../chapter/chapter.ts';
import { inIdioms } from './places.ts';

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

export const tasks = { join, waitGroup, spawnTree };
