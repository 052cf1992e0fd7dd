// Tests of a whole cluster in its model.

import { type Entry, none } from '../../chapter/chapter.ts';

const nothingLeft: Entry = {
  id: 'nothing-left',
  title: 'Nothing is left of a cluster that has stopped',
  about:
    'What can be left of one? Timers and handles, greenlets, threads, goroutines. Each platform counts its own.',
  columns: {
    async: [
      'packages/raft-async/test/real-time.test.ts#"leaves no timer and no handle behind when it is stopped"',
    ],
    coroutines: [
      'packages/raft-coroutines/test/real-time.test.ts#"leaves no timer and no handle behind when it is stopped"',
    ],
    workers: [
      'packages/raft-workers/test/life-cycle.test.ts#"it can be stopped in mid-election, and before it has begun"',
    ],
    goroutines: [
      'go-reference/goroutines/stop_test.go#"no goroutine is left of a cluster that is stopped"',
      'go-reference/goroutines/stop_test.go#expectNothingLeft',
    ],
  },
  steps: [
    {
      title: 'What was there before',
      in: {
        'async coroutines': 'const before = resources()',
        workers: none('Threads are counted after each test of the file: there must be none.'),
        goroutines: none("Goroutines are looked for by name, in the stacks: others don't matter."),
      },
      why: 'Node counts what keeps its event loop busy, and a test runner keeps some of it busy itself.',
      without: 'A count without a comparison accuses the test runner.',
    },
    {
      title: 'A cluster at work',
      in: {
        async: 'const cluster = new AsyncCluster(',
        coroutines: 'const cluster = new CoroutineCluster(',
        workers: 'for (const untilStanding of [true, false])',
        goroutines: 'c, _ := NewCluster(',
      },
      why: 'Stopped at three moments in Go, at two with threads: before any election, in the middle of one, with clients that wait. Virtual time makes "in the middle" a time; the threads need a condition, an election that a partition never lets end.',
      without: 'Leaks hide in the middle: tasks that have begun, and have not been registered yet.',
    },
    {
      title: 'Stop',
      in: { 'async coroutines workers': 'await cluster.stop()', goroutines: 'synctest.Wait() c.Stop()' },
      why: 'Each stop resolves or returns only when all tasks have ended. Go stops twice: it must do no harm.',
      without: 'A stop that does not wait makes the count below a race.',
    },
    {
      title: 'Count',
      in: {
        async: 'expect(resources()).toEqual(before)',
        coroutines: 'const after = resources()',
        workers: 'await expect(cluster.propose(set(1)))',
        goroutines: ['expectNothingLeft(t)', 'if stacks := stacks()'],
      },
      why: 'A hub has one timer for all its greenlets, so the count may differ by it. Go prints the stacks of what is left: the error shows where it waits.',
      without: 'Leaks of one goroutine or timer a cluster are found by whoever makes a thousand clusters.',
    },
  ],
};

const stall: Entry = {
  id: 'stall',
  title: 'A stall starts no election',
  about:
    'The process is stopped for longer than an election timeout. When it goes on, timers and heartbeats are late together.',
  columns: {
    async: [
      'packages/raft-async/test/real-time.test.ts#"keeps its leader when the whole process stalls for longer than the election timeout"',
    ],
    coroutines: [
      'packages/raft-coroutines/test/real-time.test.ts#"keeps its leader when the whole process stalls for longer than the election timeout"',
    ],
    workers: [
      'packages/raft-workers/test/life-cycle.test.ts#"answers that the main thread takes late are all there, and no server blocks for them"',
    ],
    goroutines: none(
      'Goroutines run on several threads, so no test can stop all of them from within; and in the virtual time of a bubble nothing is ever late.',
    ),
  },
  steps: [
    {
      title: 'A cluster with a leader',
      in: { 'async coroutines workers': 'await using cluster' },
      why: 'In real time: this is about the clock that servers really have.',
      without: 'Without a leader there is none to keep.',
    },
    {
      title: 'Its term',
      in: { 'async coroutines': 'const before = await', workers: 'const { currentTerm } =' },
      why: 'An election that should not be raises the term, even if the same leader wins it.',
      without: 'To look only at who leads would miss an election that the old leader wins.',
    },
    {
      title: 'Stall',
      in: { 'async coroutines': 'for (let stalls = 0; stalls < 5; stalls++)', workers: 'block(500)' },
      why: 'A busy loop stops everything that shares the thread. The servers of the threads go on without the main thread, which is the difference that this column shows: here only the answers are late, and none may be lost.',
      without: 'A `setTimeout` stalls nobody.',
    },
    {
      title: 'The term is the same',
      in: {
        'async coroutines': 'const after = await',
        workers: 'expect((await cluster.status(via)).currentTerm)',
      },
      why: 'The third step of the election timer, among the servers, is what makes it so: what has arrived comes before the decision to campaign.',
      without: 'Take the extra turns out of the timer, and these tests fail within a few stalls.',
    },
  ],
};

export const wholeTests: readonly Entry[] = [nothingLeft, stall];
