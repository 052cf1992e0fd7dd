// The claims that paper.md makes, by the names that it refers to them with. `{{claim …}}` fails a build whose run does not support it;
// `{{by …}}` takes its words from the verdict.

import { above, below, between, type Claim, containing, every, type Quantity } from '../findings/claims.ts';
import { later, undelayed, usual } from './election.ts';
import { numbers } from './numbers.ts';

const at = (outstanding: number) => `throughput.commits servers=3 outstanding=${outstanding}`;
const at256 = at(256);
const leaders = 'starvation.leadersElected servers=3 blockedLeader=1 blockMs=500';
const number = (name: string): Quantity => ({ name, of: numbers[name]! });

/** By how much the median election of one target takes longer than another's, from the new leader's timeout on. */
const electedLater = (target: string, than: string, setting: string): Quantity => ({
  name: `${target} − ${than} election.electedAfter ${setting}`,
  of: (run) => later(target, than, 0.5, run, setting),
});

/** Models whose tasks are no threads. */
const light = ['async', 'coroutines', 'go'];

export const claims: Readonly<Record<string, Claim>> = {
  'waiting-is-cheap': every(
    ...['async', 'coroutines', 'go-1'].map((target) => below(`${target} primitives.ns/switch`, 1000)),
  ),
  'crossing-is-dear': every(
    above('workers/async primitives.ns/hand-off', 10),
    above('processes/async primitives.ns/hand-off', 10),
  ),
  'light-tasks-start-fast': every(
    ...light.map((target) => above(`workers/${target} primitives.ns/spawn`, 1000)),
    above('workers/go primitives.pssBytesPerTask', 1000),
  ),
  'go-server-smaller': below('go/async memory.pssBytesPerServer', 1),
  'threads-elect-later': every(
    ...light.map((target) => above(electedLater('workers', target, undelayed), 0)),
  ),
  'delays-late-in-go': every(
    ...['async', 'coroutines'].map((target) => above(electedLater('go', target, usual), 0)),
  ),
  'go-above-async': above(`go/async ${at256}`, 1),
  'light-models-alike': lightModelsWithin(3),
  'light-models-close': lightModelsWithin(2),
  'async-above-go-one-cpu': above(`async@1cpu/go@1cpu ${at256}`, 1),
  'greenlets-like-promises': every(...[64, 256].map((load) => containing(`coroutines/async ${at(load)}`, 1))),
  'baselines-behind': every(
    ...['etcd', 'hashicorp'].flatMap((library) =>
      [64, 256].map((load) => below(`${library}/go ${at(load)}`, 1)),
    ),
  ),
  'bun-slower': below(`async@bun/async ${at256}`, 1),
  'threads-replace-leader': above(`workers ${leaders}`, 0),
  'go-keeps-leader': below(`go ${leaders}`, 0.5),
  'predicts-too-much-at-1': every(...light.map((target) => above(number(`prediction-${target}-1`), 1))),
  'predicts-too-little-of-threads': below(number('prediction-workers-256'), 1),
  'predicts-go-at-256': between(number('prediction-go-256'), 1 / 2, 2),
  'go-file-terse': every(below(number('go-file-tokens'), 1), above(number('go-file-waits'), 1)),
  'some-mistakes-pass': every(
    above(number('missed-outlives-async'), 0),
    above(number('missed-lost-wakeup-coroutines'), 0),
  ),
};

/** Whether the models of light tasks commit alike, up to a factor. */
function lightModelsWithin(factor: number): Claim {
  return every(
    ...['go', 'coroutines'].map((target) => between(`${target}/async ${at256}`, 1 / factor, factor)),
  );
}
