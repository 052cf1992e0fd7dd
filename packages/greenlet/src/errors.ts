// Errors raised by this library, except Timeout, which has a file of its own.

/** Result requested of a killed greenlet. */
export class GreenletExit extends Error {
  override readonly name = 'GreenletExit';
}

/** Deadlock: nothing is left that could run. The message names every waiting greenlet and what it waits for. */
export class LoopExit extends Error {
  override readonly name = 'LoopExit';
}

/** `putNowait` on a full queue. */
export class Full extends Error {
  override readonly name = 'Full';
}

/** `getNowait` on an empty queue. */
export class Empty extends Error {
  override readonly name = 'Empty';
}

/** Put on a queue that is shut down, or get from one that is shut down and empty. */
export class ShutDown extends Error {
  override readonly name = 'ShutDown';
}

/** Send on a closed channel, or a second close. */
export class ChannelClosed extends Error {
  override readonly name = 'ChannelClosed';
}

/** Incorrect use of the library. The message says what is wrong and what to do instead. */
export class UsageError extends Error {
  override readonly name = 'UsageError';
}
