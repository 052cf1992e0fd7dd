// The claims that paper.md makes, by the names that it refers to them with. A build fails when the run does not support one.

import type { Claim } from '../findings/claims.ts';

export const claims: Readonly<Record<string, Claim>> = {};
