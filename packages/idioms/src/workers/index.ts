// The idioms on threads: `thread-channel`, and Atomics on shared memory.

export { boundedQueue } from './bounded-queue.ts';
export {
  type Cancelled,
  cancelDeep,
} from './cancellation.ts';
export { criticalSection } from './critical-section.ts';
export { wakeAll } from './event.ts';
export { handOff } from './hand-off.ts';
export { join } from './join.ts';
export { park } from './park.ts';
export { pipe } from './pipe.ts';
export { race } from './race.ts';
export {
  RestartableTimer,
  restartableTimer,
} from './restartable-timer.ts';
export { ring } from './ring.ts';
export { pipeThroughRing } from './ring-pipe.ts';
export { ringRows, rows } from './rows.ts';
export {
  type First,
  select,
  selectMessages,
} from './select.ts';
export { shareBuffer } from './share-buffer.ts';
export { signalTask } from './signal.ts';
export { mostLeaves, spawnTree } from './spawn-tree.ts';
export { takeTurns } from './switch.ts';
export { mostThreads } from './threads.ts';
export { gatherVotes } from './wait-group.ts';
