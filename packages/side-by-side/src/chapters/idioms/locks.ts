// Idioms of locks and of waking: a lock held by scope, all waiters woken at once.

import { type Entry, none } from '../../chapter/chapter.ts';
import { inIdioms } from './places.ts';

const byLibrary = 'The library has it.';

const columnsOfLock = inIdioms('critical-section', {
  '*': ['criticalSection'],
  async: ['criticalSection', 'Mutex.lock'],
  workers: ['criticalSection', 'addOnes'],
  processes: ['criticalSection', 'addOnes'],
  goroutines: ['CriticalSection'],
  python: ['critical_section'],
});

const criticalSection: Entry = {
  id: 'critical-section',
  measured: { row: 'lock', unit: 'a lock' },
  title: '4. A lock held by scope',
  about:
    'Tasks add to a total: read, let others run, write. Without a lock, additions are lost. When does a model with one thread need one?',
  columns: {
    ...columnsOfLock,
    workers: [...columnsOfLock.workers!, 'packages/idioms/src/workers/mutex.ts#Mutex.lock'],
    processes: [...columnsOfLock.processes!, 'packages/idioms/src/processes/lock.ts#lock'],
  },
  steps: [
    {
      title: 'The lock, and what it guards',
      in: {
        async: 'const mutex = new Mutex()',
        coroutines: 'const mutex = new Semaphore(1)',
        workers: 'const total = sharedCells(0)',
        processes: 'using folder =',
        'python-threads python-gevent': 'total = 0',
        goroutines: 'var mu sync.Mutex',
      },
      why: 'Nothing ties the lock to the data but a comment (Go: "guarded by mu") or a closure. Processes share a file, which shows what "shared" costs when memory isn\'t.',
      without:
        'A lock that is made inside of the task is a lock of its own for each: it compiles, runs, and guards nothing.',
    },
    {
      title: 'Hold it for the section, on every way out',
      in: {
        async: 'async function addOnes()',
        coroutines: 'function* addOnes()',
        workers: 'const mutex = new Mutex(word)',
        processes: 'for (let i = 0; i < times; i += 1) { using _lock = await lock()',
        'python-threads python-gevent': 'def add()',
        goroutines: 'add := func()',
      },
      why: "`using` and `with` release at the end of the block; Go's `defer` at the end of the function, which is why the section is a function of its own here: deferred in a loop, the unlocks would pile up and the second turn would wait for itself.",
      without:
        'An error between lock and unlock holds the lock for ever. In a thread that is terminated that can happen even with `using`: nothing runs any more.',
    },
    {
      title: 'Read, let others run, write',
      in: {
        'async coroutines': 'const read = total',
        workers: 'const read = total[0]!',
        processes: 'const read =',
        'python-threads python-gevent': 'seen = total',
        goroutines: 'read := total',
      },
      why: 'Cooperative tasks need the lock only because there is a wait in the middle; without it, a section is what is between two waits. For threads `total += 1` is enough to lose additions, and they would need no wait. This is the line along which the models divide.',
      without:
        'On the event loop the mistake comes later: someone adds an `await` to a function that had none, and what was atomic no longer is. No tool says so.',
    },
    {
      title: 'Start the tasks, wait for all',
      in: {
        async: 'await Promise.all(Array.from(',
        coroutines: 'using adding = new Group()',
        workers: 'await using threads',
        processes: 'const server = new LockServer()',
        'python-threads': 'with Group() as group',
        'python-gevent': 'with joined_group() as group',
        goroutines: 'var adders sync.WaitGroup',
      },
      why: 'For the processes the parent is the lock: it serves each child, and sees when a holder dies.',
      without: 'A total read before all have finished is just some number.',
    },
    {
      title: 'What the lock is',
      in: {
        async: 'const { promise, resolve }',
        coroutines: none('A semaphore with one place, of the package greenlet.'),
        workers: 'const { cell } = this',
        processes: "await send('lock')",
        'python-threads python-gevent': none(byLibrary),
        goroutines: none('`sync.Mutex`: an atomic exchange, then the scheduler.'),
      },
      why: 'On promises a lock is a chain: each waits for the promise of the one before, so it is fair by construction. On threads it is a futex: one atomic exchange if nobody else is there, and a third state, "contended", so that an unlock calls the kernel only when someone sleeps. Between processes it is a conversation.',
      without:
        'With two states instead of three, every unlock would have to wake, contended or not: a system call per section.',
    },
  ],
};

const event: Entry = {
  id: 'event',
  measured: { row: 'wake-all', unit: 'a waiter' },
  title: '10. Wake all waiters',
  about: 'Any number of tasks wait for one event. It is set once. What about those who come late?',
  columns: inIdioms('event', {
    '*': ['wakeAll'],
    workers: ['wakeAll', 'wake', 'wait', 'Event.set', 'Event.wait'],
    processes: ['wakeAll', 'wait'],
    goroutines: ['WakeAll'],
    python: ['wake_all'],
  }),
  steps: [
    {
      title: 'An event',
      in: {
        async: 'const event = Promise.withResolvers<void>()',
        coroutines: 'const event = new Event()',
        workers: 'const cells: Cells',
        processes: 'await using children',
        'python-threads python-gevent': 'event = Event()',
        goroutines: 'event := make(chan struct{})',
      },
      why: "A promise can't be cleared, an `Event` can, and a closed channel can't be opened again. Threads have a count in a cell: how often it was set.",
      without:
        "A condition variable in place of an event wakes only those who wait already. Go's `sync.Cond` is one; it is seldom what is wanted.",
    },
    {
      title: 'Many wait for it',
      in: {
        async: 'async function wait()',
        coroutines: 'function* wait()',
        workers: ['event.wait(time)', 'const set = Atomics.load(this.cell, 0)'],
        processes: 'await receive()',
        'python-threads python-gevent': 'def wait()',
        goroutines: 'for range waiters { go func()',
      },
      why: 'Between threads the value is looked at, and the kernel puts the thread to sleep only if it is still the same: the loop of `Event.wait` is all there is to a futex. Go counts the goroutines that are ready first, to be sure that they really wait; the test would pass without, and show nothing.',
      without: 'If the event is set between the look and the sleep, the thread sleeps through it.',
    },
    {
      title: 'Set it, once',
      in: {
        async: 'event.resolve()',
        coroutines: 'event.set()',
        workers: ['event.set()', 'Atomics.add(this.cell, 0, 1)'],
        processes: 'for (const child of waiting) void child.send',
        'python-threads': 'finally',
        'python-gevent': 'event.set()',
        goroutines: 'close(event)',
      },
      why: 'One call for any number; but for processes, where whoever sets the event must know all that wait and write to each. The Python threads set it in a `finally`: were starting one of them to fail, the others would wait for ever, and the group with them.',
      without: "Sending on Go's channel instead of closing it would wake exactly one.",
    },
    {
      title: 'All are awake',
      in: {
        async: 'await Promise.all(waiting)',
        coroutines: 'yield* waiting.join(',
        workers: 'await threads.join()',
        processes: 'for (const child of waiting) woken +=',
        'python-threads': 'return woken.qsize()',
        'python-gevent': 'return woken',
        goroutines: 'for range waiters { <-awake',
      },
      why: 'They add to one variable where one runs at a time; they send, count atomically or use a queue where they may run together.',
      without: 'In Go `woken++` in each goroutine would lose some, and only now and then.',
    },
  ],
};

export const locks = { criticalSection, event };
