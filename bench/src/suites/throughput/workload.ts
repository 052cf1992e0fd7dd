// Requests to the leader of a cluster: a warm-up, then the measurement. Go's twin is go-reference/workloads/throughput.go.

import { setTimeout as delay } from 'node:timers/promises';
import type { Cluster } from '@three-ways/raft-cluster';
import { agreement } from '../common/agreement.ts';
import { encode, newLatencies, summary } from '../common/latencies.ts';
import { prove } from '../common/proof.ts';
import { runClosedLoop } from './closed-loop.ts';
import { type Load, Mean } from './load.ts';
import { runOpenLoop } from './open-loop.ts';
import type { MeasuredThroughput, ThroughputSpec } from './protocol.ts';
import { prepareRequests, type Requests } from './requests.ts';

/** Granularity of timers (ms). */
const timerGrain = 1;

/** Length of the windows of the time series (ms). */
const windowMs = 50;

/** CPU time used so far (ms). */
type CpuTime = () => MeasuredThroughput['cpuMs'];

/** @param cpuTime that of all processes of the trial, if there are others than this one */
export async function runThroughput(
  cluster: Cluster,
  spec: ThroughputSpec,
  cpuTime: CpuTime = ownCpuTime,
): Promise<MeasuredThroughput> {
  await cluster.start();
  const { leader: via } = await agreement(cluster);
  const { requests, proposed } = await prepareRequests(cluster, via, spec);
  const load = newLoad(requests, spec);
  const clients = spec.load.kind === 'closed' ? runClosedLoop(load, spec.load) : runOpenLoop(load, spec.load);
  const measured = await Promise.race([measure(load, spec, cpuTime), failure(clients)]);
  load.running = false;
  await clients;
  return {
    suite: 'throughput',
    ...measured,
    latencyUs: summary(load.latencies),
    latencies: encode(load.latencies),
    ...(spec.load.kind === 'open' && { lateUs: load.late.us }),
    proof: await prove(cluster, proposed + (spec.operation === 'propose' ? load.answered : 0)),
  };
}

function newLoad(requests: Requests, { operation }: ThroughputSpec): Load {
  return {
    requests,
    latencies: newLatencies(),
    answersAtOnce: operation === 'read-stale',
    late: new Mean(),
    running: true,
    answered: 0,
    outstanding: 0,
    recordFrom: Number.POSITIVE_INFINITY,
  };
}

type Windows = NonNullable<MeasuredThroughput['windows']>;
type Measurement = Pick<MeasuredThroughput, 'answered' | 'elapsedMs' | 'warmup' | 'windows' | 'cpuMs'>;

/** The warm-up, then the measurement, in windows. */
async function measure(
  load: Load,
  { warmupMs, measureMs }: ThroughputSpec,
  cpuTime: CpuTime,
): Promise<Measurement> {
  const windows: Windows = [];
  const started = performance.now();
  await watch(load, windows, started, warmupMs);
  const warmup = { answered: load.answered, elapsedMs: windows.at(-1)?.[0] ?? 0 };
  load.recordFrom = performance.now();
  const before = cpuTime();
  await watch(load, windows, started, warmup.elapsedMs + measureMs);
  const after = cpuTime();
  return {
    answered: load.answered - warmup.answered,
    elapsedMs: windows.at(-1)![0] - warmup.elapsedMs,
    warmup,
    windows,
    cpuMs: { user: after.user - before.user, system: after.system - before.system },
  };
}

export function ownCpuTime(): MeasuredThroughput['cpuMs'] {
  const { user, system } = process.cpuUsage();
  return { user: user / 1000, system: system / 1000 };
}

/** Counts the answers, window by window, until a time since the start (ms). */
async function watch(load: Load, windows: Windows, started: number, until: number): Promise<void> {
  let answered = load.answered;
  for (let at = performance.now() - started; until - at >= timerGrain; ) {
    await delay(Math.ceil(Math.min(windowMs, until - at)));
    at = performance.now() - started;
    windows.push([at, load.answered - answered]);
    answered = load.answered;
  }
}

/** Rejects as soon as a client fails. */
async function failure(clients: Promise<void>): Promise<never> {
  await clients;
  throw new Error('the clients ended before the measurement did');
}
