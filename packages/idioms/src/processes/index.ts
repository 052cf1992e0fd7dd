// The idioms on processes: `child_process`, its messages, pipes and signals.

export { boundedQueue } from './bounded-queue.ts';
export {
  type Cancelled,
  cancelDeep,
} from './cancellation.ts';
export { mostProcesses } from './children.ts';
export { criticalSection } from './critical-section.ts';
export { wakeAll } from './event.ts';
export { handOff } from './hand-off.ts';
export { join } from './join.ts';
export { park } from './park.ts';
export { pipe, pipeByStdio } from './pipe.ts';
export { race } from './race.ts';
export {
  RestartableTimer,
  restartableTimer,
} from './restartable-timer.ts';
export { ring } from './ring.ts';
export { rows, stdioRows } from './rows.ts';
export {
  type First,
  select,
  selectMessages,
} from './select.ts';
export { shareBuffer } from './share-buffer.ts';
export { signalBurst, signalTask } from './signal.ts';
export { mostLeaves, spawnTree } from './spawn-tree.ts';
export { takeTurns } from './switch.ts';
export { gatherVotes } from './wait-group.ts';
