// A cluster on the event loop.

import type { Settings } from '@three-ways/raft-core';
import { type Clock, InProcessCluster, realClock } from '@three-ways/raft-in-process';
import { Server } from './server.ts';

export class AsyncCluster extends InProcessCluster {
  /** @throws InvalidArgument naming the setting that cannot be used */
  constructor(given: Partial<Settings> = {}, clock: Clock = realClock) {
    super((id, settings, deps) => new Server(id, settings, deps), given, clock);
  }
}
