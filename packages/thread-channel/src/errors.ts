// Every way in which a channel can fail, as a type that a caller can tell apart.

/** Base of all errors of this package; `name` is the stable identifier that also survives structured cloning. */
export class ChannelError extends Error {
  override readonly name: string = 'ChannelError';
}

/**
 * The channel is closed. A sender gets it at once; a receiver when it has had all that was left. A message whose `send`
 * threw this may or may not be received.
 */
export class ChannelClosed extends ChannelError {
  override readonly name: string = 'ChannelClosed';
}

/** The thread at the other end has died without closing the channel: what it has not received, nobody will. */
export class PeerDied extends ChannelClosed {
  override readonly name = 'PeerDied';
}

/** A frame that the ring could not hold even if it were empty; the message says how large one may be. */
export class FrameTooLarge extends ChannelError {
  override readonly name = 'FrameTooLarge';

  constructor(size: number, largest: number) {
    super(`a frame of ${size} bytes: this ring takes at most ${largest}, make its capacity larger`);
  }
}

/** The inbox has as many senders as it was made for. */
export class NoFreeLane extends ChannelError {
  override readonly name = 'NoFreeLane';

  constructor(lanes: number) {
    super(`all ${lanes} lanes of the inbox are taken: make it with more, or close a sender`);
  }
}

/** A second call at an end of a channel that is still busy with the first: each end serves one caller at a time. */
export class EndIsBusy extends ChannelError {
  override readonly name = 'EndIsBusy';
}

/** An argument that cannot be used; the message names it and says what would do. */
export class InvalidArgument extends ChannelError {
  override readonly name = 'InvalidArgument';
}
