// Idioms of waits that end early: timers, the first of several, cancellation.

import { type Entry, none } from '../../chapter/chapter.ts';
import { inIdioms } from './places.ts';

const restartableTimer: Entry = {
  id: 'restartable-timer',
  measured: { row: 'restart-timer', unit: 'a restart' },
  title: '6. A timer that can be restarted',
  about: 'An election timer: restarted by nearly every message, and almost never allowed to fire.',
  columns: inIdioms('restartable-timer', {
    '*': ['restartableTimer', 'RestartableTimer.restart'],
    workers: ['restartableTimer', 'RestartableTimer.restart', 'RestartableTimer.wait'],
    processes: ['restartableTimer', 'RestartableTimer.restart', 'keepTimer'],
    goroutines: ['RestartableTimer', 'restart', 'Timer.Restart'],
    'python-threads': ['restartable_timer', 'RestartableTimer.restart', 'RestartableTimer._has_expired'],
    'python-gevent': ['restartable_timer', 'RestartableTimer.restart'],
  }),
  steps: [
    {
      title: 'A timer, and what happens when it fires',
      in: {
        'async coroutines': 'let fired = 0',
        workers: 'const cell = new BigInt64Array(',
        processes: 'await using children',
        'python-threads python-gevent': 'fired: SimpleQueue[bool] = SimpleQueue()',
        goroutines: 'timer := NewTimer(timeout)',
      },
      why: 'Callbacks on an event loop or hub, a channel in Go, a deadline in shared memory between threads. The process keeps its timer in another process, as a watchdog does: it fires even when this one hangs.',
      without:
        'A timer that is not disposed of keeps an idle program alive, or fires into state that is gone.',
    },
    {
      title: 'Restart it, again and again',
      in: {
        async: ['for (let i = 0; i < restarts; i += 1)', 'clearTimeout(this.timeout)'],
        coroutines: ['for (let i = 0; i < restarts; i += 1)', 'this.alarm.restart(ms)'],
        workers: ['let late = 0', 'const before = Atomics.load(this.deadline, 0)'],
        processes: [
          'for (let i = 0; i < restarts; i += 1)',
          'await this.watchdog.send(ms)',
          'let timer: NodeJS.Timeout | undefined',
        ],
        'python-threads python-gevent': ['with closing(timer)', 'check_delays(delay_ms=delay_ms)'],
        goroutines: ['early := restart(timer, restarts)', 'for range restarts', 't.timer.Reset(t.timeout)'],
      },
      why: "Node and gevent make a new timer each time. The hub moves an alarm in its heap. Go resets the same timer, and since Go 1.23 a stale tick can't be received after a reset; before, every program had to drain the channel, and many did it wrongly. Threads don't touch the sleeper at all: they move the deadline, and it finds time left when it wakes.",
      without: 'A `threading.Timer` per restart would be a thread per heartbeat.',
    },
    {
      title: 'Wait until it fires',
      in: {
        async: 'await expiry.promise',
        coroutines: 'yield* expiry.wait()',
        workers: ['await waiting.join()', 'const deadline = Atomics.load(this.deadline, 0)'],
        processes: 'let early = 0',
        'python-threads': ['early = fired.qsize()', 'with self._changed: while not self._closed'],
        'python-gevent': 'early = fired.qsize()',
        goroutines: '<-timer.C return early',
      },
      why: "The threads' loop is the server's election timer in small: look at the deadline, sleep what is left, look again. To fire is a compare-and-exchange on the deadline, so that a restart at the last moment and the firing can't both win.",
      without: 'The restart could report that it came in time, and the election begin all the same.',
    },
  ],
};

const select: Entry = {
  id: 'select',
  measured: { row: 'select', unit: 'a select' },
  title: '7. The first of a message, a deadline, a cancellation',
  about:
    'Go has a statement for it. What do the others have to build, and what becomes of the waits that lose?',
  columns: inIdioms('select', { '*': ['select'], goroutines: ['Select'], python: ['select'] }),
  steps: [
    {
      title: 'Is one there already?',
      in: {
        async: 'if (messages.size > 0)',
        coroutines: none('`firstOf` begins with looking.'),
        workers: none('`receive` begins with looking.'),
        processes: none('`receive` begins with looking.'),
        'python-threads': 'with inbox.changed',
        'python-gevent': none('`wait` begins with looking.'),
        goroutines: none('`select` begins with looking.'),
      },
      why: 'A wait on several things is: look at all, and only if none is ready, sleep. The async version shows it because it builds the wait itself. A Python thread can wait for one object, so all that may wake it share one condition, and its lock is taken before the look.',
      without: 'A message that had come before would not be noticed until the next one comes.',
    },
    {
      title: 'The first withdraws the others',
      in: {
        async: 'const first = Promise.withResolvers<First>()',
        coroutines: none('`firstOf` withdraws them: as if they had never begun.'),
        workers: none(
          'Nothing to withdraw: the thread sleeps at one cell, and a message that loses stays in its ring.',
        ),
        processes: 'const late = new AbortController()',
        'python-threads': none('Nothing to withdraw: none has begun.'),
        'python-gevent': none('`wait` unlinks this greenlet from the losers.'),
        goroutines: 'timer := time.NewTimer(deadline)',
      },
      why: "The essential step. A promise can't be un-awaited: `Promise.race` returns the first and leaves the others waiting, a timer set, a listener registered, and a getter that will take a message for no one. So the winner disposes of all, in the same turn, before another message may come. In Go only the timer needs a `Stop`.",
      without:
        'With `Promise.race` a message is lost each time that a deadline wins: the forgotten getter takes the next one.',
    },
    {
      title: 'Wait for the first',
      in: {
        async: "waits.use(setTimeout(finish, deadline, 'deadline'))",
        coroutines: 'const first = yield* firstOf(',
        workers: 'const frame =',
        processes: 'const end = AbortSignal.any(',
        'python-threads': 'inbox.changed.wait_for(',
        'python-gevent': 'wait((cancellation, message)',
        goroutines: 'select {',
      },
      why: 'A `select` over channels; a `firstOf` over operations of any kind; a blocking read at a cell that all three change or time out; a wait with a deadline on one condition. The processes turn deadline and cancellation into one signal, so that only two things are left.',
      without: 'Waiting for one after the other makes the order of the code decide what comes first.',
    },
    {
      title: 'Which was it?',
      in: {
        async: none('`finish` was called with its name.'),
        coroutines: 'return first.case',
        workers: "if (frame === null) return 'deadline'",
        processes: "return 'message'",
        'python-threads': 'if inbox.cancelled',
        'python-gevent': 'if cancellation.ready()',
        goroutines: 'case <-messages:',
      },
      why: "If several are ready, Go takes one at random, so that none can starve another; Python's two prefer the cancellation, by the order of their `if`. A message is taken only when it has won: in Go by the statement itself, in Python by `popleft`, at the end.",
      without: 'If the message were looked for first, a busy receiver could never be cancelled.',
    },
  ],
};

const cancellation: Entry = {
  id: 'cancellation',
  measured: { row: 'cancel', unit: 'a task, cancelled' },
  title: '8. A timeout cuts short what waits deep inside',
  about:
    'Ten calls down something waits. Now it shall end, and every frame on the way up cleans up. Who must know of it?',
  columns: inIdioms('cancellation', {
    async: ['cancelDeep'],
    coroutines: ['cancelDeep', 'descend'],
    '*': ['cancelDeep', 'waitDeep'],
    goroutines: ['CancelDeep', 'waitDeep'],
    python: ['cancel_deep'],
  }),
  steps: [
    {
      title: 'What ends the wait',
      in: {
        async: 'const end = new AbortController()',
        coroutines: 'let cleanedUp = 0',
        workers: ['const cancelled = sharedCells(0)', "const tooLate = new Error('timeout')"],
        processes: ['await using children', 'const end = new AbortController()'],
        'python-threads': 'ended = cancellation or Event()',
        'python-gevent': 'outcome: Outcome = "cancelled"',
        goroutines: 'ctx, cancel := context.WithTimeoutCause(',
      },
      elsewhere: {
        async: 'The function that waits is defined above, and given the signal below.',
        'python-gevent': 'The function that waits is defined above; it knows nothing of a timeout.',
      },
      why: 'A signal, a context, a cell, an event: four things that only ask. The two kinds of greenlets have something stronger: a `Timeout` is thrown into the task that made it, wherever it waits. For a process it is a SIGTERM with a handler; SIGKILL would run no `finally`.',
      without:
        "A cause is needed to tell this timeout from the end of the caller's own context. Without it, a caller that gives up is told that something took too long.",
    },
    {
      title: 'The wait, deep inside, with clean-up on the way out',
      in: {
        async: 'async function descend(',
        coroutines: 'if (levels > 1) yield* descend(levels - 1, cleanUp)',
        workers: 'function descend(level: number): void',
        processes: 'async function descend(level: number)',
        'python-threads python-gevent': 'def descend(levels: int)',
        goroutines: 'if depth > 0',
      },
      why: 'Look at the parameters. In async and Go the signal or context is handed down through every frame, by hand, and the wait at the bottom must look at it. In the coroutine and in gevent nothing is handed down, and the wait is `sleep(Infinity)` or `Event().wait()`: any wait can be cut short, also one in a library whose author never thought of it.',
      without:
        "One function on the way that does not pass the signal on, and everything below it can't be cancelled. Types help in Go by convention (the first parameter), in TypeScript not at all.",
    },
    {
      title: 'Run it',
      in: {
        async: 'try { await descend(1, end.signal)',
        coroutines: 'yield* descend(depth, ()',
        workers: ['return await task.join()', 'try { descend(1)'],
        processes: ["child.process.kill('SIGTERM')", 'await descend(1).catch('],
        'python-threads': 'try: descend(depth)',
        'python-gevent': 'try: with timeout',
        goroutines: 'err := waitDeep(ctx, done, depth, &cleanedUp)',
      },
      why: 'Everywhere but in Go the end travels up as an exception and runs each `finally`. Go returns an error from each frame, with a `defer` in each for the clean-up: the same, written out.',
      without:
        '`worker.terminate()` ends a thread at any instruction and runs no `finally`. So a thread must be asked, too, by something at which it waits.',
    },
    {
      title: 'Which end was it?',
      in: {
        async: 'return { outcome: end.signal.reason, cleanedUp }',
        'coroutines workers': 'catch (error)',
        processes: 'return { outcome, cleanedUp }',
        'python-threads': 'except TimeoutError',
        'python-gevent': 'except Timeout as late',
        goroutines: 'switch {',
      },
      why: 'gevent compares the timeout that arrived with its own: another one, of a caller further up, must pass through. Go asks `errors.Is` for the cause. The async version reads the reason off the signal.',
      without:
        'Catching any timeout swallows the one that a caller further up has set, and the caller waits beyond its own limit.',
    },
  ],
};

export const waiting = { restartableTimer, select, cancellation };
