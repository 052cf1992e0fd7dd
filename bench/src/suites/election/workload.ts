// Figure 16 of the Raft paper as a workload: crash the leader at a random point of its heartbeat interval, and time how
// long the cluster is without one. Go's twin is go-reference/workloads/election.go.

import { seededRandom } from '@three-ways/raft-core';
import { sleep } from '@three-ways/raft-testkit/targets';
import { agreement } from '../common/agreement.ts';
import { prove } from '../common/proof.ts';
import type { Proof } from '../common/protocol.ts';
import { shuffled } from '../common/shuffled.ts';
import { type NewSubject, type Subject, settingsOf } from '../common/subject.ts';
import { failOver } from './failover.ts';
import { found, founders, hasOneTimeout } from './founding.ts';
import { InStep } from './in-step.ts';
import type { ElectionResult, ElectionSpec } from './protocol.ts';
import type { Counts } from './unequal-logs.ts';

/** Commands proposed after the last election, as proof that the cluster still works. */
const proofCommands = 10;

/** What a cluster has given; its proof is null if it has no leader at the end. */
type Measured = Omit<ElectionResult, 'suite' | 'proof'> & { readonly proof: Proof | null };

export async function runElection(newSubject: NewSubject, spec: ElectionSpec): Promise<ElectionResult> {
  const random = seededRandom(spec.seed);
  const { preVote } = spec;
  const step = spec.inStep ? new InStep(spec.clusters) : null;
  const measuring = Array.from({ length: spec.clusters }, async (_, position) => {
    const [seed, crashSeed] = [seedFrom(random), seedFrom(random)]; // apart: equal ones would draw equal numbers
    const servers = founders(spec);
    const subject = newSubject({ ...settingsOf(spec), servers, preVote, checkQuorum: preVote, seed });
    await subject.time.run(sleep(subject.time, startOf(position, spec)), 60_000);
    return await measureCluster(subject, spec, seededRandom(crashSeed), step);
  });
  return { suite: 'election', ...merge(await Promise.all(measuring), spec.servers) };
}

/** Time until a cluster starts (ms). Clusters that started together would all have their first elections together, and compete. */
function startOf(position: number, { clusters, electionTimeout: [min, max] }: ElectionSpec): number {
  return (position / clusters) * (min + max);
}

function seedFrom(random: () => number): number {
  return Math.floor(random() * 2 ** 32);
}

/** Runs in the cluster's own time, and stops it. */
async function measureCluster(
  { cluster, time }: Subject,
  spec: ElectionSpec,
  random: () => number,
  step: InStep | null,
): Promise<Measured> {
  try {
    return await time.run(crashLeaders({ cluster, time }, spec, random, step), 2 ** 31 - 1);
  } finally {
    step?.leave();
    await time.run(cluster.stop(), 60_000);
  }
}

async function crashLeaders(
  subject: Subject,
  spec: ElectionSpec,
  random: () => number,
  step: InStep | null,
): Promise<Measured> {
  const { cluster, time } = subject;
  const measured: Omit<Measured, 'proof'> = {
    ...{ samples: [], electedAfter: [], crashedAfter: [], elections: [], preVotes: [] },
  };
  const commands: Counts = { answered: 0, unanswered: 0 };
  await found(subject, spec);
  for (const delay of crashDelays(spec, random)) {
    if (step !== null) await agreement(cluster, time);
    await step?.arrive();
    const failover = await failOver(subject, spec, delay, { random, commands });
    measured.samples.push(failover.ms);
    if (failover.electedAfter !== null) measured.electedAfter.push(failover.electedAfter);
    measured.crashedAfter.push(failover.crashedAfter);
    measured.elections.push(failover.elections);
    measured.preVotes.push(failover.preVotes);
    if (failover.ms === spec.longest && hasOneTimeout(spec)) return { ...measured, proof: null }; // and so it would remain
    await step?.arrive();
    await cluster.restart(failover.leader);
  }
  await agreement(cluster, time);
  for (let i = 0; i < proofCommands; i++)
    await cluster.propose({ type: 'set', id: `k${i}`, name: 'after the elections' });
  commands.answered += proofCommands;
  return { ...measured, proof: await proveWith(subject, commands) };
}

/** Uniform delays, in any order, one in each of equal parts of the heartbeat interval (ms): fewer crashes cover it all. */
function crashDelays({ crashes, heartbeatInterval }: ElectionSpec, random: () => number): number[] {
  const parts = shuffled([...Array(crashes).keys()], random);
  return parts.map((part) => ((part + random()) / crashes) * heartbeatInterval);
}

/** A command whose answer was lost with its leader may have been applied or not. */
async function proveWith({ cluster, time }: Subject, { answered, unanswered }: Counts): Promise<Proof> {
  const proof = await prove(cluster, answered, time);
  const expected = Math.min(Math.max(proof.applied[0]!, answered), answered + unanswered);
  return { ...proof, expected };
}

/** One result of several clusters. Equal digests of two servers stand for equal digests in every cluster. */
function merge(measured: readonly Measured[], count: number): Measured & { readonly proof: Proof } {
  const proofs = measured.flatMap(({ proof }) => proof ?? []);
  const sum = (counts: readonly number[]) => counts.reduce((total, count) => total + count, 0);
  const servers = [...Array(count).keys()];
  return {
    samples: measured.flatMap(({ samples }) => samples),
    electedAfter: measured.flatMap(({ electedAfter }) => electedAfter),
    crashedAfter: measured.flatMap(({ crashedAfter }) => crashedAfter),
    elections: measured.flatMap(({ elections }) => elections),
    preVotes: measured.flatMap(({ preVotes }) => preVotes),
    proof: {
      expected: sum(proofs.map(({ expected }) => expected)),
      applied: servers.map((server) => sum(proofs.map(({ applied }) => applied[server]!))),
      digests: servers.map((server) => proofs.map(({ digests }) => digests[server]).join(' ')),
    },
  };
}
