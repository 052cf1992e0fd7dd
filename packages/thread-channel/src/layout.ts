// The layout of an inbox's shared memory. Words written by different threads lie on different cache lines, so that cores
// do not invalidate each other's caches without need.
//
//   header    phase, events, sender died, identity,     one line, written when the receiver sleeps or an end closes
//             workers
//   lane 0    tail                                      one line, written by the sender
//             head                                      one line, written by the receiver
//             room events, generation                   one line, written when the sender sleeps, connects or closes
//             writer                                    one line, written by the sender
//             data: `capacity` bytes, and an overhang of `capacity` bytes (see ring.ts)
//   lane 1    …

/** Words of 4 bytes on a cache line. */
const line = 16;

/** Word indices from the start of the memory. */
/** The phase in the lowest two bits, the number of `reopen` calls in the others. */
export const phaseWord = 0;
export const eventWord = 1;
/** 1 when a sender has died. */
export const senderDiedWord = 2;
/** A random number, equal for objects that refer to one memory. */
export const identityWord = 3;
/** Workers bound as receivers of a shared inbox and still alive. */
export const workersWord = 4;
const headerWords = line;

/** Word indices from the start of a lane. */
export const tailWord = 0;
export const headWord = line;
export const roomEventWord = 2 * line;
/** Grows by one when a sender connects and when it closes: odd while the lane is taken. */
export const generationWord = 2 * line + 1;
/** The generation of the sender that is writing a message, or 0: keeps the lane from its next owner until that is done. */
export const writerWord = 3 * line;
const laneHeaderWords = 4 * line;

/** What every thread must know of an inbox's memory. */
export interface Layout {
  readonly memory: SharedArrayBuffer;
  /** Number of rings. */
  readonly lanes: number;
  /** Bytes of one ring: a power of two. */
  readonly capacity: number;
}

/** Bytes of memory for `lanes` rings of `capacity` bytes. */
export function memorySize(lanes: number, capacity: number): number {
  return 4 * (headerWords + lanes * laneWords(capacity));
}

/** The word at which a lane starts. */
export function laneStart(lane: number, capacity: number): number {
  return headerWords + lane * laneWords(capacity);
}

/** The byte at which a lane's data starts. */
export function dataStart(lane: number, capacity: number): number {
  return 4 * (laneStart(lane, capacity) + laneHeaderWords);
}

function laneWords(capacity: number): number {
  return laneHeaderWords + (2 * capacity) / 4;
}
