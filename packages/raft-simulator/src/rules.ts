// The rules under simulation: those of raft-core over the state machine of raft-kv, unless a simulation is given others, such as
// rules with a mutation, or rules that record their calls.

import * as raftCore from '@three-ways/raft-core';
import * as raftKv from '@three-ways/raft-kv';

export const raftRules = { ...raftCore, ...raftKv };

export type Rules = typeof raftRules;
