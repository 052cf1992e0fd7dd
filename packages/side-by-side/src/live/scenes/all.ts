// All scenes, in the order in which they are offered.

import { leaderLost, splitVote } from './elections.ts';
import { figure8, slowFollower } from './logs.ts';
import { withoutFix } from './membership.ts';
import { minorityCutOff, oldLeaderReturns } from './partitions.ts';
import type { Scene } from './scene.ts';

export const scenes: readonly Scene[] = [
  leaderLost,
  splitVote,
  minorityCutOff,
  oldLeaderReturns,
  figure8,
  slowFollower,
  withoutFix,
];
