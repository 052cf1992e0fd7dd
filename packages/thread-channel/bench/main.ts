// `pnpm bench`: channels between threads beside their peers, in one run. Prints a table in Markdown; exits with 1 if a target
// is missed. `--rounds 9` asks for more rounds than 5, `--only 'thread-channel'` for the peers of that name.
//
// Each measurement has threads of its own, which warm up first; the peers take turns within a round. A rate is that of the
// receiving thread, from its first message after the warm-up to its last.

import { once } from 'node:events';
import { cpus } from 'node:os';
import { parseArgs } from 'node:util';
import { type Transferable, Worker } from 'node:worker_threads';
import type { ChannelHandles } from './ends.ts';
import { threadPeers } from './peers.ts';
import { posting } from './posting.ts';
import { type RpcPeer, rpcPeers } from './rpc.ts';
import type { Part } from './thread.ts';

/** Longest measurement (ms). */
const longest = 30_000;

/** Fewest 64-byte messages a second, and most of postMessage's round trip. */
const leastRate = 1_000_000;
const mostRoundTrip = 0.5;

const { values } = parseArgs({
  options: { rounds: { type: 'string', default: '5' }, only: { type: 'string', default: '' } },
});

interface Scenario {
  readonly title: string;
  readonly kind: 'rate' | 'round trip';
  readonly size: number;
  readonly senders: number;
  /** Messages of a fast peer, and of a slow one: some tenths of a second. */
  readonly counts: readonly [number, number];
}

const scenarios: readonly Scenario[] = [
  { title: '64 B, messages/s', kind: 'rate', size: 64, senders: 1, counts: [500_000, 50_000] },
  { title: '4 KiB, messages/s', kind: 'rate', size: 4096, senders: 1, counts: [100_000, 20_000] },
  { title: '64 B, round trip, µs', kind: 'round trip', size: 64, senders: 1, counts: [5_000, 3_000] },
  { title: '4 KiB, round trip, µs', kind: 'round trip', size: 4096, senders: 1, counts: [5_000, 3_000] },
  { title: '64 B from 8 threads, messages/s', kind: 'rate', size: 64, senders: 8, counts: [200_000, 40_000] },
];

const file = new URL('thread.ts', import.meta.url);

function start(part: Part, transferList: readonly Transferable[] = []): Worker {
  return new Worker(file, { workerData: part, transferList: [...transferList] as Transferable[] });
}

/** The milliseconds that the thread reports; then all threads are ended. */
async function finish(measuring: Worker, all: readonly Worker[]): Promise<number> {
  const failed = Promise.race(
    all.map((worker) => once(worker, 'error').then(([error]) => Promise.reject(error))),
  );
  failed.catch(() => {});
  const [{ ms }] = (await Promise.race([once(measuring, 'message'), failed])) as [{ ms: number }];
  await Promise.all(all.map((worker) => worker.terminate()));
  return ms;
}

function withTransferLists({ transfer, ...handles }: ChannelHandles) {
  const listOf = (ports: Transferable | undefined) =>
    ports === undefined ? [] : ([ports].flat() as Transferable[]);
  return {
    receiver: { data: handles.receiver, list: listOf(transfer?.receiver) },
    senders: handles.senders.map((data, i) => ({ data, list: listOf(transfer?.senders[i]) })),
  };
}

async function rateOf(peer: number, { size, senders }: Scenario, count: number): Promise<number> {
  const handles = withTransferLists(threadPeers[peer]!.create(senders, size));
  const each = count / senders;
  const common = { peer, size, warmUp: each / 5, count: each };
  const receiver = start(
    { ...common, role: 'receive', receiver: handles.receiver.data, warmUp: count / 5, count },
    handles.receiver.list,
  );
  const sending = handles.senders.map(({ data, list }) =>
    start({ ...common, role: 'send', sender: data }, list),
  );
  return finish(receiver, [receiver, ...sending]);
}

async function roundTripOf(peer: number, { size }: Scenario, count: number): Promise<number> {
  const [there, back] = [
    withTransferLists(threadPeers[peer]!.create(1, size)),
    withTransferLists(threadPeers[peer]!.create(1, size)),
  ];
  const common = { peer, size, warmUp: count / 5, count };
  const part = (role: 'ping' | 'pong', to: typeof there, from: typeof there) =>
    start({ ...common, role, sender: to.senders[0]!.data, receiver: from.receiver.data }, [
      ...to.senders[0]!.list,
      ...from.receiver.list,
    ]);
  const ping = part('ping', there, back);
  return finish(ping, [ping, part('pong', back, there)]);
}

async function measureThreads(i: number, scenario: Scenario): Promise<number> {
  const count = scenario.counts[threadPeers[i]?.isSlow ? 1 : 0];
  const measured =
    scenario.kind === 'rate' ? await rateOf(i, scenario, count) : await roundTripOf(i, scenario, count);
  return figure(scenario, count, measured);
}

async function measureRpc(peer: RpcPeer, scenario: Scenario): Promise<number> {
  const { kind, size, senders } = scenario;
  const count = scenario.counts[1];
  if (kind === 'round trip') return figure(scenario, count, await peer.roundTrip(size, count));
  const ms = senders === 1 ? await peer.rate(size, count) : await peer.fanIn(size, count, senders);
  return figure(scenario, count, ms);
}

/** Messages a second, or microseconds of a round trip. */
function figure({ kind }: Scenario, count: number, ms: number): number {
  return kind === 'rate' ? (count * 1000) / ms : (ms * 1000) / count;
}

const measures = [
  ...threadPeers.map(({ name, guarantees }, i) => ({
    name,
    guarantees,
    of: (scenario: Scenario) => measureThreads(i, scenario),
  })),
  ...rpcPeers.map((peer) => ({
    name: peer.name,
    guarantees: peer.guarantees,
    of: (scenario: Scenario) => measureRpc(peer, scenario),
  })),
].filter(({ name }) => name.includes(values.only));

/** Ends the bench if a measurement hangs, and says which. */
async function withinLimit({ name, of }: (typeof measures)[number], scenario: Scenario): Promise<number> {
  const timer = setTimeout(() => {
    console.error(`${name}: ${scenario.title} has not ended after ${longest} ms`);
    process.exit(1);
  }, longest);
  const measured = await of(scenario);
  clearTimeout(timer);
  return measured;
}

/** By scenario and peer, the figure of each round. */
const figures = scenarios.map(() => measures.map((): number[] => []));
for (let round = 0; round < Number(values.rounds); round++)
  for (const [s, scenario] of scenarios.entries())
    for (const [p, measure] of measures.entries()) figures[s]![p]!.push(await withinLimit(measure, scenario));

function median(values: readonly number[]): number {
  return values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)] as number;
}

function show(values: readonly number[]): string {
  const digits = (value: number) =>
    value < 1000 ? value.toFixed(1) : Math.round(value).toLocaleString('en');
  return `${digits(median(values))} (${digits(Math.min(...values))} … ${digits(Math.max(...values))})`;
}

console.log(`Node ${process.version}, ${cpus().length} × ${cpus()[0]?.model}, ${values.rounds} rounds\n`);
console.log(`| | ${scenarios.map(({ title }) => title).join(' | ')} | guarantees, beside order |`);
console.log(`|---|${scenarios.map(() => '---:|').join('')}---|`);
for (const [p, { name, guarantees }] of measures.entries())
  console.log(`| ${name} | ${figures.map((scenario) => show(scenario[p]!)).join(' | ')} | ${guarantees} |`);

/** Says whether the targets are met: the best form of this package counts. */
function judge(): boolean {
  const own = measures.flatMap(({ name }, p) => (name.startsWith('thread-channel') ? [p] : []));
  const posted = measures.findIndex(({ name }) => name === posting.name);
  if (posted === -1 || own.length === 0) return true;
  const rate = Math.max(...own.map((p) => median(figures[0]![p]!)));
  const roundTrip = Math.min(...own.map((p) => median(figures[2]![p]!))) / median(figures[2]![posted]!);
  console.log(`\n${Math.round(rate)} messages of 64 B a second (target ${leastRate})`);
  console.log(`a round trip of ${roundTrip.toFixed(2)} of postMessage's (target ${mostRoundTrip})`);
  return rate >= leastRate && roundTrip < mostRoundTrip;
}

process.exitCode = judge() ? 0 : 1;
