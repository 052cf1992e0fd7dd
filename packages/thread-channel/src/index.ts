// Blocking channels between threads, on SharedArrayBuffer and Atomics. `Inbox` receives, `Sender` sends. Reading order:
// event-count.ts, the wake protocol, then ring.ts, then sender.ts, receiver.ts and inbox.ts.

export type { WaitOptions } from './arguments.ts';
export {
  CannotBlock,
  ChannelClosed,
  ChannelError,
  EndIsBusy,
  FrameTooLarge,
  InvalidArgument,
  NoFreeLane,
  PeerDied,
} from './errors.ts';
export {
  closeInbox,
  closeSender,
  connect,
  type InboxHandle,
  receiverDied,
  reopen,
  reopenSender,
  type SenderHandle,
  senderDied,
} from './handle.ts';
export { type Frame, Inbox, type InboxOptions, type ReceiverOptions } from './inbox.ts';
export { type Selection, select } from './select.ts';
export { Sender, type SenderOptions, type SendOptions, type Write } from './sender.ts';
export type { Spin } from './spin.ts';
export { type BoundWorker, bindToWorker, type Ends } from './supervise.ts';
export { type LaneUsage, type Usage, usage } from './usage.ts';
