// The peers between whose threads the bench measures, in the order of the table.

import type { Peer } from './ends.ts';
import { posting } from './posting.ts';
import { sharedMemoryPeers } from './shared-memory.ts';

export const threadPeers: readonly Peer[] = [...sharedMemoryPeers, posting];
