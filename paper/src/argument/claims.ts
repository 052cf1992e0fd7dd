// The claims that paper.md makes, by the names that it refers to them with. A build fails when the run does not support one.

import { above, below, type Claim } from '../findings/claims.ts';

const at256 = 'throughput.commits servers=3 outstanding=256';

export const claims: Readonly<Record<string, Claim>> = {
  'async-above-go-one-cpu': above(`async@1cpu/go@1cpu ${at256}`, 1),
  'coroutines-below-async': below(`coroutines/async ${at256}`, 1),
  'go-server-smaller': below('go/async memory.pssBytesPerServer', 1),
  'bun-differs': below(`async@bun/async ${at256}`, 0.95),
};
