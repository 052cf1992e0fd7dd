// Where everything lies in the shared memory of an inbox. Words that different threads write lie on different cache
// lines, so that no core waits for another without need.
//
//   header    phase, bell, loss, identity               one line, written when the receiver sleeps or something ends
//   lane 0    tail                                      one line, written by the sender
//             head                                      one line, written by the receiver
//             room bell, senders                        one line, written when the sender sleeps, comes or goes
//             data: `capacity` bytes, and as many of overhang (see ring.ts)
//   lane 1    …

/** Words of 4 bytes on a cache line. */
const line = 16;

/** Word indices from the start of the memory. */
export const phaseWord = 0;
export const bellWord = 1;
/** 1 when a sender has died. */
export const lossWord = 2;
/** A random number, by which two objects are known to be of one memory. */
export const identityWord = 3;
const headerWords = line;

/** Word indices from the start of a lane. */
export const tailWord = 0;
export const headWord = line;
export const roomBellWord = 2 * line;
/** The count of senders coming and going. */
export const sendersWord = 2 * line + 1;
const laneHeaderWords = 3 * line;

/** What every thread must know of an inbox's memory. */
export interface Layout {
  readonly memory: SharedArrayBuffer;
  /** How many rings the memory holds. */
  readonly lanes: number;
  /** Bytes of one ring: a power of two. */
  readonly capacity: number;
}

/** Bytes of memory that so many lanes of such a capacity take. */
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
