// Every error that this library raises, but for Timeout, which has a file of its own.

/** Asked of a greenlet that was killed: it has no value. */
export class GreenletExit extends Error {
  override readonly name = 'GreenletExit';
}

/** Nothing can ever run again, and somebody waits. The message names every greenlet that waits, and for what. */
export class LoopExit extends Error {
  override readonly name = 'LoopExit';
}

/** The queue has no room, and the caller would not wait. */
export class Full extends Error {
  override readonly name = 'Full';
}

/** The queue has no item, and the caller would not wait. */
export class Empty extends Error {
  override readonly name = 'Empty';
}

/** A channel that is closed takes no item and can't be closed again. */
export class ChannelClosed extends Error {
  override readonly name = 'ChannelClosed';
}

/** The library was used in a way that makes no sense; the message says which, and what would do. */
export class Misuse extends Error {
  override readonly name = 'Misuse';
}
