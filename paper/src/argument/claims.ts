// The claims that paper.md makes, by the names that it refers to them with. A build fails when the run does not support one.

import { above, below, between, type Claim, containing, every } from '../findings/claims.ts';

const at = (outstanding: number) => `throughput.commits servers=3 outstanding=${outstanding}`;
const at256 = at(256);

export const claims: Readonly<Record<string, Claim>> = {
  'waiting-is-cheap': every(
    ...['async', 'coroutines', 'go-1'].map((target) => below(`${target} primitives.ns/switch`, 1000)),
  ),
  'crossing-is-dear': every(
    above('workers/async primitives.ns/hand-off', 10),
    above('processes/async primitives.ns/hand-off', 10),
  ),
  'light-tasks-start-fast': every(
    ...['async', 'coroutines', 'go'].map((target) => above(`workers/${target} primitives.ns/spawn`, 1000)),
    above('workers/go primitives.pssBytesPerTask', 1000),
  ),
  'elections-alike': between(
    'async/go election.latency servers=5 electionTimeoutMin=150 electionTimeoutMax=300 broadcastTime=15 preVote=0',
    0.9,
    1.1,
  ),
  'go-above-async': above(`go/async ${at256}`, 1),
  'async-above-go-one-cpu': above(`async@1cpu/go@1cpu ${at256}`, 1),
  'greenlets-like-promises': every(...[64, 256].map((load) => containing(`coroutines/async ${at(load)}`, 1))),
  'threads-behind': between(`workers/go ${at256}`, 0.2, 0.3),
  'baselines-behind': every(
    ...[1, 64, 256].flatMap((load) => [
      below(`etcd/go ${at(load)}`, 1),
      below(`hashicorp/go ${at(load)}`, 1),
    ]),
  ),
  'go-server-smaller': between('go/async memory.pssBytesPerServer', 1 / 3, 1),
  'bun-slower': below(`async@bun/async ${at256}`, 1),
};
