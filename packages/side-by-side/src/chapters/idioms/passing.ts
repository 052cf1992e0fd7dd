// Idioms of values passed within a process: a bounded queue, a ring, a signal.

import type { Entry } from '../../chapter/chapter.ts';
import { inIdioms } from './places.ts';

const boundedQueue: Entry = {
  id: 'bounded-queue',
  measured: { row: 'bounded-queue', unit: 'an item' },
  title: '9. A bounded queue',
  about:
    'A fast producer, a slow consumer, and a queue that must never be longer than its capacity. Backpressure is a wait: who can forget it?',
  columns: inIdioms('bounded-queue', {
    '*': ['boundedQueue'],
    workers: ['boundedQueue', 'produce', 'consume'],
    processes: ['boundedQueue', 'produce'],
    goroutines: ['BoundedQueue'],
    python: ['bounded_queue'],
  }),
  steps: [
    {
      title: 'A queue with a bound',
      in: {
        'async coroutines': 'const queue = new Queue<number>(',
        workers: 'const { cells } = Queue.create(capacity)',
        processes: 'await using children',
        'python-threads python-gevent': 'queue: Queue[int] = Queue(capacity)',
        goroutines: 'queue := make(chan int, capacity)',
      },
      why: "In Go the bounded queue is part of the language. A pipe between processes has a bound too, but it is the kernel's, in bytes; so the capacity becomes a number of credits.",
      without:
        'Without a bound the queue is as long as the producer is faster: memory, and latency, without end.',
    },
    {
      title: 'The producer waits while it is full',
      in: {
        async: 'async function produce()',
        coroutines: 'function* produce()',
        workers: 'let longest = 0; for (let i = 1',
        processes: 'let credits = capacity',
        'python-threads': 'with Group() as group',
        'python-gevent': 'with joined_group() as group',
        goroutines: 'go func()',
      },
      why: 'Forget the `await` before `put` and the item is queued all the same, without the wait: the bound is gone, and no error shows it. Forget `yield*` and nothing is put at all: the consumer waits, and the test hangs. Go, threads and Python can forget neither, since the call itself blocks. The process waits for a credit, as HTTP/2 does.',
      without: 'The async version without its `await` passes every test that does not look at the length.',
    },
    {
      title: 'The consumer is slow',
      in: {
        async: 'async function consume()',
        coroutines: 'for (let i = 1; i <= items; i += 1) { longest',
        workers: 'let sum = 0',
        processes: 'let sum = 0',
        'python-threads python-gevent': 'def consume()',
        goroutines: 'for item := range queue',
      },
      elsewhere: {
        'python-threads python-gevent': 'A function is defined before the block that starts it.',
      },
      why: 'Go\'s `range` over a channel ends when it is closed, so the producer says when it is done. The others count, or would have to send something that means "the end".',
      without: 'A consumer that does not know the end waits for one item too many.',
    },
    {
      title: 'Both end',
      in: {
        async: 'await Promise.all([produce(), consume()])',
        coroutines: 'return { sum, longest }',
        workers: 'const longest = await producer.join()',
        processes: 'await producer.join()',
        'python-threads python-gevent': 'return total, longest',
        goroutines: 'return sum, longest',
      },
      why: "If the consumer fails: the coroutine's group kills the producer as the block is left. In Go the producer would stay blocked at the channel for ever, a leak that only a test for leaks finds; an expert would pass a context.",
      without:
        'In the async version a consumer that fails leaves a producer that waits for room in a queue nobody reads.',
    },
  ],
};

const ring: Entry = {
  id: 'ring',
  measured: { row: 'ring', unit: 'a hop' },
  title: '11. A ring of tasks',
  about: 'A token goes round. All tasks but one wait, so a hop costs what it takes to wake one task.',
  columns: inIdioms('ring', {
    '*': ['ring'],
    workers: ['ring', 'pass'],
    processes: ['ring', 'passAll'],
    goroutines: ['Ring'],
    python: ['ring'],
  }),
  steps: [
    {
      title: 'An inbox for each',
      in: {
        'async coroutines workers': 'const inboxes',
        processes: 'await using children',
        'python-threads python-gevent': 'inboxes: list[SimpleQueue[int]]',
        goroutines: 'inboxes := make([]chan int, tasks)',
      },
      why: 'Room for one in each, because the last hop is taken by nobody until the ring has ended. The processes are connected as a shell connects a pipeline, the output of one the input of the next, so this process is one of the ring.',
      without:
        'With unbuffered channels the last task could not get rid of the token, and the ring would never end.',
    },
    {
      title: 'Take the token, pass it on',
      in: {
        async: 'async function pass(',
        coroutines: 'function* pass(',
        workers: ['await using threads', 'const inbox = Inbox.attach(from)'],
        processes: 'for await (const line of createInterface(process.stdin))',
        'python-threads python-gevent': 'def pass_on(task: int)',
        goroutines: 'for i, inbox := range inboxes',
      },
      why: '`next <- <-inbox + 1`: two waits in one expression, and the reader must know that `<-` is one. Where waits are marked, the same line has two `await` or `yield*`. More cores make no lap faster here: a hop between threads is a wake-up by the kernel, often on another core.',
      without:
        'Captured loop variables were the classic trap: until Go 1.22 all goroutines would have shared one `inbox`.',
    },
    {
      title: 'Put the token in',
      in: {
        async: 'await inboxes[0]!.put(0)',
        coroutines: 'yield* inboxes[0]!.put(0)',
        workers: 'Sender.attach(inboxes[0]!.connect()).send(token)',
        processes: 'const { stdin } = first.process',
        'python-threads python-gevent': 'inboxes[0].put(0)',
        goroutines: 'inboxes[0] <- 0',
      },
      why: 'After the tasks are started, or before: with a queue that keeps it makes no difference. The parent of the processes takes part in each lap.',
      without: 'All wait for each other: a deadlock by design.',
    },
    {
      title: 'Wait until it has gone round',
      in: {
        async: 'await Promise.all(passing)',
        coroutines: 'yield* passing.join(',
        workers: 'let hops = 0; for (const task of passing)',
        processes: 'await children.join()',
        'python-threads python-gevent': 'return inboxes[0].get()',
        goroutines: 'ring.Wait()',
      },
      why: 'The token has counted its hops, so the result proves that none was left out; the bench compares it. Closing the first input ends the processes one after the other, like the end of a pipeline.',
      without: 'A benchmark whose result nobody checks measures how fast nothing can be done.',
    },
  ],
};

const signal: Entry = {
  id: 'signal',
  measured: { row: 'signal', unit: 'a signal and its answer' },
  title: '13. A signal that carries no data',
  about:
    'Something has happened; nothing more is said. What becomes of a signal when nobody listens, and of two when one is meant?',
  columns: inIdioms('signal', {
    '*': ['signalTask'],
    workers: ['signalTask', 'send', 'receive', 'signal', 'takeSignal'],
    processes: ['signalTask', 'answerSignals'],
    goroutines: ['SignalTask'],
    python: ['signal_task'],
  }),
  steps: [
    {
      title: 'The signal',
      in: {
        async: 'const signals = new EventEmitter()',
        coroutines: "const signal = new Event('the signal')",
        workers: ['const there = sharedCells(0)', 'Atomics.add(cell, 0, 1)', 'sleepWhile(cell, 0, 0)'],
        processes: 'await using children',
        'python-threads python-gevent': 'signal, received = Event(), Event()',
        goroutines: 'signal := make(chan struct{})',
      },
      why: 'An emitter keeps nothing: a signal without a listener is lost. An event keeps one, and two are one. A channel without a buffer makes the sender wait until the signal is taken, so none is lost and none merged. Threads count in a cell. A Unix signal is pending or not: several are one, and one that is not handled kills.',
      without:
        'Whoever takes an event for a counter loses work: of two signals in a row, one is never answered.',
    },
    {
      title: 'Who receives it',
      in: {
        async: 'async function receive()',
        coroutines: 'function* receive()',
        workers: 'let received = 0',
        processes: "process.on('SIGUSR2', ()",
        'python-threads python-gevent': 'def receive()',
        goroutines: 'go func()',
      },
      why: 'Wait, then clear, then act. With the event cleared after the action, a signal that came during it would be wiped out. `struct{}` has no size: the channel carries nothing but the moment.',
      without: 'Clearing last loses signals, rarely, under load.',
    },
    {
      title: 'Send it, wait for the answer',
      in: {
        'async coroutines processes': 'for (let i = 0; i < times; i += 1)',
        workers: 'for (let i = 0; i < times; i += 1)',
        'python-threads': 'with Group() as group',
        'python-gevent': 'with joined_group() as group',
        goroutines: 'for range times { signal <- struct{}{}',
      },
      why: 'The async sender listens for the answer before it emits: the answer may come within the call to `emit`. In the models that keep a signal the order does not matter.',
      without: 'An answer that comes before the listener is lost, and the task waits for ever.',
    },
  ],
};

export const passing = { boundedQueue, ring, signal };
