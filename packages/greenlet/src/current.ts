// Who runs at this moment. A hub runs one thing at a time and never lets go of it before it waits or ends, so that a plain
// variable is enough, and always right.

import type { Greenlet } from './greenlet.ts';
import type { Hub } from './hub.ts';

interface Current {
  /** The hub at work, null outside. */
  hub: Hub | null;
  /** The greenlet that runs, null in a callback and outside. */
  greenlet: Greenlet<unknown> | null;
}

export const current: Current = { hub: null, greenlet: null };
