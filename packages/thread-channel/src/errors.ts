// The errors of this package, each a type of its own.

/** Base of all errors of this package; `name` is the stable identifier that also survives structured cloning. */
export class ChannelError extends Error {
  override readonly name: string = 'ChannelError';
}

/**
 * The channel is closed. A sender gets it at once; a receiver after the last message. A message whose `send` threw this
 * may or may not be received.
 */
export class ChannelClosed extends ChannelError {
  override readonly name: string = 'ChannelClosed';
}

/** The thread at the other end died without closing the channel. Messages that it had not received are lost. */
export class PeerDied extends ChannelClosed {
  override readonly name = 'PeerDied';
}

/** A message larger than the ring. */
export class FrameTooLarge extends ChannelError {
  override readonly name = 'FrameTooLarge';

  constructor(size: number, largest: number) {
    super(`message of ${size} bytes: send at most ${largest}, or create the inbox with a larger capacity`);
  }
}

/** All lanes of the inbox have senders. */
export class NoFreeLane extends ChannelError {
  override readonly name = 'NoFreeLane';

  constructor(lanes: number) {
    super(`all ${lanes} lanes of the inbox are taken: create it with more lanes, or close a sender`);
  }
}

/** A second call at an end of a channel while the first is under way: each end serves one caller at a time. */
export class EndIsBusy extends ChannelError {
  override readonly name = 'EndIsBusy';
}

/** An argument that cannot be used; the message names it and says what to give. */
export class InvalidArgument extends ChannelError {
  override readonly name = 'InvalidArgument';
}

/** A blocking call in a thread that may not block, such as a browser page's. */
export class CannotBlock extends ChannelError {
  override readonly name = 'CannotBlock';

  constructor() {
    super('this thread may not block: use receiveAsync, sendAsync or writeAsync');
  }
}
