// The rules of a simulation: raft-core, or a variant of it with a mutation or with every call recorded.

import type * as raftCore from '@three-ways/raft-core';

export type Rules = typeof raftCore;
