// The first message of several inboxes that one thread receives. They share a bell, because a thread can sleep at one
// word only.

import { ChannelClosed, InvalidArgument } from './errors.ts';
import type { Frame } from './frame.ts';
import type { Inbox } from './inbox.ts';
import { identityWord } from './layout.ts';

/** With which inbox the next select begins, so that none is served first for ever. */
let turn = 0;

/**
 * The next message of any of these inboxes; `Frame.inbox` tells of which. Blocks the thread until there is one, or for so
 * many ms: then null. An inbox that has ended is passed over, as its `ended` tells.
 * @throws ChannelClosed when all of them have ended; InvalidArgument if they don't share a bell
 */
export function select(inboxes: readonly Inbox[], timeout = Number.POSITIVE_INFINITY): Frame | null {
  const first = checkBells(inboxes);
  const attempt = () => nextOfAny(inboxes);
  return attempt() ?? first.bell.until(attempt, timeout, first.spin);
}

/** As `select`, for an event loop. */
export async function selectAsync(
  inboxes: readonly Inbox[],
  timeout = Number.POSITIVE_INFINITY,
): Promise<Frame | null> {
  const first = checkBells(inboxes);
  const attempt = () => nextOfAny(inboxes);
  return attempt() ?? first.bell.untilAsync(attempt, timeout);
}

function nextOfAny(inboxes: readonly Inbox[]): Frame | null {
  turn += 1;
  for (let i = 0; i < inboxes.length; i++) {
    const frame = (inboxes[(turn + i) % inboxes.length] as Inbox).next();
    if (frame !== null) return frame;
  }
  if (inboxes.every((inbox) => inbox.ended)) throw new ChannelClosed('all these channels are closed');
  return null;
}

function checkBells(inboxes: readonly Inbox[]): Inbox {
  const [first, ...others] = inboxes;
  if (first === undefined) throw new InvalidArgument('there is no inbox to select from');
  if (others.some((inbox) => bellIdentity(inbox) !== bellIdentity(first)))
    throw new InvalidArgument('the inboxes do not share a bell: create them with `sharesBellWith`');
  return first;
}

/** Two handles that came to a thread by different ways have different objects for one memory; its content is the same. */
function bellIdentity({ handle }: Inbox): number | undefined {
  return new Int32Array(handle.bell)[identityWord];
}
