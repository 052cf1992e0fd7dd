// The result of a trial that did no work.

import type { ClusterResult, ClusterSpec, Result, Spec } from '../suites/common/protocol.ts';
import type { ElectionSpec } from '../suites/election/protocol.ts';
import type { Block, StarvationResult, StarvationSpec } from '../suites/starvation/protocol.ts';
import { fakePrimitives } from './fake-primitives.ts';

/** A trial's result, of any suite; with `slowness` 1.1 it is a tenth slower, larger and later. */
export function fakeResult(spec: Spec, slowness = 1): Result {
  if (spec.suite === 'primitives') return fakePrimitives(slowness);
  return fakeClusterResult(spec as ClusterSpec, slowness);
}

/** A histogram of eight latencies from 1 ns to a minute. */
const fakeLatencies = 'HISTFAAAADR4nJNpmSzMwMAgxMDAwMjAwMDEAAEgNu8P9wgGOJ/pLTsTUyc701MOlp9STNc5mACkkAd1';

export function fakeClusterResult(
  spec: ClusterSpec &
    Partial<Pick<ElectionSpec, 'clusters' | 'crashes'>> &
    Partial<Pick<StarvationSpec, 'blocks'>>,
  slowness = 1,
): ClusterResult {
  const applied = Array<number>(spec.servers).fill(10);
  const digests = Array<string>(spec.servers).fill('00c0ffee');
  const crashes = Math.min((spec.clusters ?? 1) * (spec.crashes ?? 1), 12);
  const results: Record<string, object> = {
    election: {
      samples: Array.from({ length: crashes }, (_, i) => (100 + i) * slowness),
      electedAfter: Array.from({ length: crashes }, (_, i) => (10 + i) * slowness),
      crashedAfter: Array<number>(crashes).fill(20),
      elections: Array<number>(crashes).fill(1),
      preVotes: Array<number>(crashes).fill(0),
    },
    throughput: {
      answered: Math.round(1_234_567 / slowness),
      elapsedMs: 1000,
      warmup: { answered: 10, elapsedMs: 5 },
      windows: Array.from({ length: 16 }, (_, i): [number, number] => [(i + 1) * 50, 1000 + i]),
      latencies: fakeLatencies,
      latencyUs: { p50: 10, p90: 100, p99: 2000, p999: 30_000 * slowness, max: 123_456 },
      cpuMs: { user: 5, system: 1 },
    },
    'hand-offs': { commits: 1000, messages: Math.round(4000 * slowness) },
    memory: fakeMemory(spec, slowness),
    starvation: fakeStarvation(spec, slowness),
  };
  const proof = { expected: 10, applied, digests };
  return { suite: spec.suite, ...results[spec.suite], proof };
}

/** A histogram of fifty latencies from 2 to 100 ms. */
const latenciesOfBlocks =
  'HISTFAAAAFZ4nJNpmSzMwMCQzsDAwMjAwMDEAAEgNu8P9wgGGP+5LNNfRqZmRqZyJlcmayZLJmsmdSZpJmkmWTAJosWZeJm4mXhRSFQ+JxMrGDJDaVQ2iAUAtSwJwg==';

function fakeStarvation(
  { blocks = [] }: { readonly blocks?: StarvationSpec['blocks'] },
  slowness: number,
): Omit<StarvationResult, 'suite' | 'proof'> {
  return {
    blocks: blocks.flatMap(({ role, ms, times }) =>
      Array<Block>(times).fill({
        ...{ role, ms, tookMs: ms, heartbeatsMissed: Math.floor(ms / 50) },
        ...{ leadersElected: ms === 500 ? 1 : 0, commitGapMs: (ms + 2) * slowness },
      }),
    ),
    latencies: blocks.map(({ role, ms }) => ({ role, ms, latencies: latenciesOfBlocks })),
    repeated: 0,
  };
}

function fakeMemory(
  { part = 'idle', servers, holdMs }: ClusterSpec & { readonly part?: string; readonly holdMs?: number },
  slowness: number,
) {
  const reading = (kept: number) => ({
    pssBytes: Math.round((30_000_000 + servers * 100_000 + kept) * slowness),
    rssBytes: Math.round((40_000_000 + servers * 120_000 + kept) * slowness),
    liveBytes: Math.round((1_000_000 + servers * 10_000 + kept) * slowness),
  });
  if (part === 'idle')
    return {
      ...{ part, ...reading(0) },
      ...{
        startMs: 30 * slowness,
        electMs: 400 * slowness,
        commitsMs: 50 * slowness,
        heartbeatCpuMs: 2 * slowness,
      },
      ...(holdMs !== undefined && { heldMs: holdMs }),
    };
  return {
    ...{ part, elapsedMs: 400 * slowness, peakRssBytes: Math.round(150_000_000 * slowness) },
    ...{ before: reading(0), after: reading(60_000_000), collected: reading(20_000_000) },
  };
}
