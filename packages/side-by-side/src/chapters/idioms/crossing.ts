// Idioms of bytes that cross to another thread or process: a pipe, a shared buffer.

import { type Entry, none } from '../../chapter/chapter.ts';
import { inIdioms } from './places.ts';

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

export const crossing = { pipe, shareBuffer };
