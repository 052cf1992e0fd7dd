// The rules that a simulation runs: those of raft-core, unless it is given others, such as rules with a mistake put back
// in, or rules that write down what they are asked.

import type * as raftCore from '@three-ways/raft-core';

export type Rules = typeof raftCore;
