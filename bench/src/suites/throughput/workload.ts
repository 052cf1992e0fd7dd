// A closed loop: each client proposes, waits until its command is committed and applied, and proposes again. Little else
// runs in the loop, so that the cluster is what is measured. Go's twin is go-reference/workloads/throughput.go.

import { createHistogram, type RecordableHistogram } from 'node:perf_hooks';
import { setTimeout as delay } from 'node:timers/promises';
import type { Cluster } from '@three-ways/raft-cluster';
import type { ClientCommand, ServerId } from '@three-ways/raft-core';
import { agreement } from '../common/agreement.ts';
import { prove } from '../common/proof.ts';
import type { ThroughputResult, ThroughputSpec } from './protocol.ts';

/** One proposal in eight is timed: timing each would cost a fast runtime about 5 % of its throughput. */
const timedOneIn = 8;

const namesPerKey = 4;

/** Latencies are recorded in nanoseconds, to three figures, up to a minute. */
const histogramOptions = { lowest: 1, highest: 60_000_000_000, figures: 3 };

interface Load {
  readonly cluster: Cluster;
  readonly via: ServerId;
  readonly commands: readonly ClientCommand[];
  readonly latency: RecordableHistogram;
  answered: number;
  running: boolean;
}

type Window = Pick<ThroughputResult, 'commits' | 'elapsedMs' | 'cpuMs'>;

export async function runThroughput(cluster: Cluster, spec: ThroughputSpec): Promise<ThroughputResult> {
  await cluster.start();
  const { leader: via } = await agreement(cluster);
  const latency = createHistogram(histogramOptions);
  const load: Load = { cluster, via, commands: commandsOf(spec), latency, answered: 0, running: true };
  const clients = Promise.all(Array.from({ length: spec.outstanding }, (_, i) => runClient(load, i)));
  const { warmup, measured } = await Promise.race([measure(load, spec), failure(clients)]);
  const latencyUs = readLatency(latency);
  load.running = false;
  await clients;
  const proof = await prove(cluster, load.answered);
  const { commits, elapsedMs } = warmup;
  return { suite: 'throughput', ...measured, warmup: { commits, elapsedMs }, latencyUs, proof };
}

/**
 * Built before the clock runs: a proposal in the loop costs no string. Each id is set to several names in turn, so that
 * servers that applied the same commands in another order would show another digest.
 */
function commandsOf({ keys, nameBytes }: ThroughputSpec): ClientCommand[] {
  return Array.from({ length: keys * namesPerKey }, (_, i) => ({
    type: 'set',
    id: `k${i % keys}`,
    name: String(i).padEnd(nameBytes, 'n').slice(0, nameBytes),
  }));
}

/** One client. Clients start at different places, so that they neither set the same ids nor time the same proposals. */
async function runClient(load: Load, number: number): Promise<void> {
  const { cluster, commands, latency } = load;
  const options = { via: load.via };
  let next = number % commands.length;
  let untilTimed = number % timedOneIn;
  while (load.running) {
    const timed = untilTimed === 0;
    const started = timed ? performance.now() : 0;
    await cluster.propose(commands[next]!, options);
    if (timed) latency.record(Math.max(1, Math.round((performance.now() - started) * 1e6)));
    untilTimed = timed ? timedOneIn - 1 : untilTimed - 1;
    next = next + 1 === commands.length ? 0 : next + 1;
    load.answered += 1;
  }
}

/** The warm-up, then the window that counts. */
async function measure(load: Load, spec: ThroughputSpec): Promise<{ warmup: Window; measured: Window }> {
  const warmup = await countFor(load, spec.warmupMs);
  load.latency.reset();
  return { warmup, measured: await countFor(load, spec.measureMs) };
}

async function countFor(load: Load, ms: number): Promise<Window> {
  const answered = load.answered;
  const cpu = process.cpuUsage();
  const started = performance.now();
  await delay(ms);
  const elapsedMs = performance.now() - started;
  const { user, system } = process.cpuUsage(cpu);
  return {
    commits: load.answered - answered,
    elapsedMs,
    cpuMs: { user: user / 1000, system: system / 1000 },
  };
}

/** Rejects as soon as a client fails. */
async function failure(clients: Promise<unknown>): Promise<never> {
  await clients;
  throw new Error('the clients ended before the measurement did');
}

function readLatency(latency: RecordableHistogram): ThroughputResult['latencyUs'] {
  const us = (ns: number) => ns / 1000;
  if (latency.count === 0) return { p50: 0, p99: 0, p999: 0, max: 0 };
  return {
    p50: us(latency.percentile(50)),
    p99: us(latency.percentile(99)),
    p999: us(latency.percentile(99.9)),
    max: us(latency.max),
  };
}
