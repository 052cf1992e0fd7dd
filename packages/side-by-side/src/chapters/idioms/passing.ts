// Idioms of passing things on: queues, rings, signals, pipes, shared memory.

import { type Entry, none } from '../../chapter/chapter.ts';
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

const pipe: Entry = {
  id: 'pipe',
  title: '14. A pipe with marshalling',
  about:
    'Messages as bytes, encoded and decoded, as between machines. The cost grows with every byte; the next idiom shows how to have none.',
  columns: inIdioms('pipe', {
    '*': ['pipe'],
    workers: ['pipe', 'send', 'receive'],
    processes: ['pipe', 'receiveAll'],
    goroutines: ['Pipe', 'send', 'receive'],
    'python-threads': ['pipe', 'Reader.send', 'count_bytes'],
    'python-gevent': ['pipe', 'Reader.send'],
  }),
  steps: [
    {
      title: 'The pipe',
      in: {
        'async coroutines': 'const queue = new Queue<Uint8Array>(',
        workers: 'const { port1, port2 } = new MessageChannel()',
        processes: 'await using children',
        'python-threads python-gevent': 'with reading_process() as reader',
        goroutines: 'reader, writer, err := os.Pipe()',
      },
      why: "Tasks of one heap need no pipe, so a structured clone stands in for what a pipe would do. The threads' `MessagePort` is one in memory; the others go through the kernel.",
      without: 'Passing the object itself shares it: a change on one side shows on the other.',
    },
    {
      title: 'Encode and send',
      in: {
        async: 'async function send()',
        coroutines: 'function* send()',
        workers: 'const message = new Uint8Array(bytes)',
        processes: 'const message = new Uint8Array(bytes)',
        'python-threads': 'self._messages.send(times)',
        'python-gevent': 'pickle.dump(times, self._messages)',
        goroutines: ['sent := make(chan error)', 'encoder := gob.NewEncoder(w)'],
      },
      why: "`postMessage` returns at once, always: its queue has no bound, and a fast sender fills memory. A write to a pipe waits when the pipe is full; the processes' `send` waits for its callback to have the same.",
      without:
        'Without the wait, 16 megabytes times a thousand messages are in memory before the first is read.',
    },
    {
      title: 'Receive and decode',
      in: {
        'async coroutines': 'let received = 0',
        workers: 'let received = 0',
        processes: 'let received = 0',
        'python-threads': 'signal(SIGINT, SIG_IGN)',
        'python-gevent': none('Another program reads: the child of `Popen`, in a file of its own.'),
        goroutines: ['received, err = receive(reader)', 'decoder := gob.NewDecoder(r)'],
      },
      why: 'Go checks each message, by the last byte of its number: a decoder that mixes up two messages of the same length would not be noticed by counting bytes.',
      without: 'A count of bytes alone would also be right for a million copies of the first message.',
    },
    {
      title: 'The end',
      in: {
        async: 'await Promise.all([send(), receive()])',
        coroutines: 'return received',
        workers: 'port.close()',
        processes: 'const received = await child.receive<number>()',
        'python-threads': none(
          '`reading_process` closes the pipe at the end of its block; the reader meets the end of the file.',
        ),
        'python-gevent': 'self._messages.flush()',
        goroutines: 'return received, errors.Join(err, reader.Close(), <-sent)',
      },
      why: 'Closing is the message "no more". Go joins three errors, of receiving, closing and sending: each of them may be the one that matters.',
      without: 'A reader whose writer is never closed waits for ever, and so does whoever joins it.',
    },
  ],
};

const shareBuffer: Entry = {
  id: 'share-buffer',
  title: '14. Beside it: a buffer that both sides share',
  about: 'The same messages, and not a byte is copied: what is handed over is the right to use them.',
  columns: {
    ...inIdioms('share-buffer', {
      '*': ['shareBuffer'],
      workers: ['shareBuffer', 'send', 'receive'],
      goroutines: ['ShareBuffer'],
      python: ['exchange'],
    }),
    processes: none(
      'Processes have address spaces of their own, and Node offers no memory that two of them share. The nearest: a pipe, which copies each message through the kernel, or a file, through its page cache.',
    ),
  },
  steps: [
    {
      title: 'Two buffers, to and fro',
      in: {
        'async coroutines': 'const full = new Queue<Uint8Array>(',
        workers: 'const capacity = ringFor(bytes)',
        'python-threads python-gevent': 'full: SimpleQueue[bytearray] = SimpleQueue()',
        goroutines: 'full := make(chan message)',
      },
      why: 'Two, so that one is filled while the other is read. The threads write into a ring of shared memory in place of passing references: between engines there are none.',
      without: 'With one buffer, sender and receiver would take turns: nothing happens at the same time.',
    },
    {
      title: 'Fill one, hand it over',
      in: {
        async: 'async function send()',
        coroutines: 'function* send()',
        workers: 'const sender = Sender.attach(to)',
        'python-threads': 'with Group() as group',
        'python-gevent': 'with joined_group() as group',
        goroutines: 'go func()',
      },
      why: '"Don\'t communicate by sharing memory; share memory by communicating": Go\'s proverb holds in all of these columns. After the hand-over the sender must not touch the buffer. Nothing checks that, in any of these languages.',
      without:
        'Writing once more after the hand-over changes what the other side is reading: the bug is at one place and shows at another.',
    },
    {
      title: 'Read it, give it back',
      in: {
        'async coroutines': 'let received = 0',
        workers: 'const inbox = Inbox.attach(from)',
        'python-threads python-gevent': 'def receive()',
        goroutines: 'for m := range full',
      },
      elsewhere: { 'python-threads python-gevent': 'A function is defined before the block that starts it.' },
      why: 'Giving it back is the backpressure: without an empty buffer the sender waits. In the ring it is the next `receive` that frees the bytes of the last.',
      without:
        'The sender would wait for an empty buffer after two messages, and both sides would stand still.',
    },
  ],
};

export const passing = { boundedQueue, ring, signal, pipe, shareBuffer };
