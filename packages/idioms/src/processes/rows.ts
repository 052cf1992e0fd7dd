// What the bench measures of processes.

import type { MissingRow, Rows } from '../rows.ts';
import {
  rowsOfHeavyTasks,
  rowsOfMessages,
} from '../rows-of-heavy-tasks.ts';
import { boundedQueue } from './bounded-queue.ts';
import { cancelDeep } from './cancellation.ts';
import { Children } from './children.ts';
import { criticalSection } from './critical-section.ts';
import { wakeAll } from './event.ts';
import { handOff } from './hand-off.ts';
import { join } from './join.ts';
import { pipe, pipeByStdio } from './pipe.ts';
import {
  keepTimer,
  RestartableTimer,
} from './restartable-timer.ts';
import { ring } from './ring.ts';
import { selectMessages } from './select.ts';
import { shareBuffer } from './share-buffer.ts';
import { signalTask } from './signal.ts';
import { spawnTree } from './spawn-tree.ts';
import { takeTurns } from './switch.ts';
import { gatherVotes } from './wait-group.ts';

/** Delay of a timer that is not to fire (ms). */
const anHour = 3_600_000;

const tasks = rowsOfHeavyTasks({
  task: 'a process',
  leavesOfTree: 4,
  what: {
    spawn:
      'A process is forked and executed, starts Node, loads a module, sends a number, and exits.',
    switch:
      'A process awaits a message, and gives the other one its turn by a message.',
    'hand-off':
      'Two numbers are sent to a process, which multiplies and sends back.',
    join: 'As spawn, and the process counts to 1,000 before.',
    'fan-out':
      'A process is sent a message and answers; Promise.all awaits all four.',
    lock: 'A process asks its parent for the lock, reads a file, writes it, and sends its parent a message when it is done.',
    'restart-timer':
      'A message is written to a watchdog, which clears a timer and sets another.',
    select:
      'A timer is set, a listener added to an AbortSignal, one for messages, and what has not come first is withdrawn; a child sends.',
    cancel:
      'A process is started, makes ten nested calls, says that it waits, and gets a SIGTERM; ten `finally` run, and it exits.',
    'wake-all':
      'One of four processes is sent a message, and answers when it has woken.',
    'bounded-queue':
      'A child sends an item as a message, and gets a credit back by another.',
    ring: 'One of four processes reads a line, adds one, and writes it to the pipe of the next.',
    'spawn-tree':
      'A process is started as a leaf, and more than a tenth of one above it that starts ten and adds up.',
    signal:
      'A SIGUSR2 is sent to a process, whose handler answers by a message.',
  },
  sizes: {
    starts: 10,
    leaves: 40,
    turns: 15_000,
    rounds: 1_500,
    locks: 400,
    restarts: 100_000,
    handOffs: 15_000,
    selects: 40_000,
    items: 50_000,
    laps: 2_000,
    signals: 12_000,
  },
  boundedQueue,
  cancelDeep,
  criticalSection,
  gatherVotes,
  handOff,
  join,
  restartAll,
  ring,
  selectMessages,
  signalTask,
  spawnTree,
  takeTurns,
  wakeAll,
});

const messages = rowsOfMessages({
  name: 'pipe',
  what: "A Uint8Array is serialised by V8 ('advanced'), written to a socket pair, read and deserialised.",
  send: pipe,
  most: 20_000,
  mostBytes: 2 ** 28,
});

const noSharedBuffer: MissingRow = {
  name: 'shared-buffer',
  missing: shareBuffer.missing,
};

export const rows: Rows = (factor) => [
  ...tasks(factor),
  ...messages(factor),
  noSharedBuffer,
];

/** Messages through standard input, to compare with `pipe`. */
export const stdioRows: Rows = rowsOfMessages({
  name: 'pipe',
  what: 'The length and bytes of a Uint8Array are written to a socket pair, read in chunks, and copied into a Buffer.',
  send: pipeByStdio,
  most: 20_000,
  mostBytes: 2 ** 28,
});

async function restartAll(times: number): Promise<number> {
  await using children = new Children(moduleOfTimer);
  const timer = new RestartableTimer(
    children.fork(keepTimer),
  );
  for (let i = 1; i < times; i += 1)
    await timer.restart(anHour);
  await timer.restart(0);
  return await timer.fired();
}

const moduleOfTimer = new URL(
  `./restartable-timer${import.meta.url.slice(-3)}`,
  import.meta.url,
).href;
