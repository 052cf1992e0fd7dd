// Other implementations of Raft to compare with: programs of their own below bench/baselines. A run measures them only if it is
// told to (`--baselines`, or by name).

import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { reasonOf } from '@three-ways/command-line';
import { binFolder, buildGoCommands, findGo, type GoOptions } from '@three-ways/raft-go';
import type { ClusterSpec } from '../suites/common/protocol.ts';
import type { IdleSpec } from '../suites/memory/protocol.ts';
import type { ThroughputSpec } from '../suites/throughput/protocol.ts';
import { prepareCrate } from './cargo.ts';
import { prepareEtcdServer } from './etcd-server.ts';
import { prepareFromNpm } from './npm.ts';
import type { PlannedSetting } from './plan.ts';
import type { Prepared, Target } from './target.ts';

const goBaselines = folderOf('go');

const suites = ['throughput', 'memory'];

export const baselines: readonly Target[] = [
  {
    name: 'etcd',
    title: "etcd's Raft",
    language: 'Go',
    baseline: true,
    differs:
      'go.etcd.io/raft v3.6.0 (RawNode, MemoryStorage): commands are bytes that each server decodes, messages go by reference, the leader sends before it writes, and election timeouts are whole ticks, from one to two times the minimum, restarted also by the requests of candidates that get no vote',
    suites: [...suites, 'election'],
    lacks: (suite, setting) => isStaleRead(setting) || (suite === 'election' && !isFromOneToTwo(setting)),
    prepare: prepareGoBaseline,
  },
  {
    name: 'hashicorp',
    title: 'HashiCorp Raft',
    language: 'Go',
    baseline: true,
    differs:
      'github.com/hashicorp/raft v1.8.0 (InmemTransport, InmemStore, BatchApplyCh): commands are bytes that each server decodes, entries are copied for each follower, the leader writes before it sends, and election timeouts are drawn from one to two times the minimum; its elections are not measured, because its leader sends each follower heartbeats at random times of their own, so that no crash can be prepared as in the others',
    suites,
    lacks: (_, setting) => isStaleRead(setting),
    prepare: prepareGoBaseline,
  },
  {
    name: 'openraft',
    title: 'openraft',
    language: 'Rust',
    baseline: true,
    differs:
      'openraft v0.10.0-alpha.37 in Rust (client_write_many, one thread of tokio): commands go by reference and servers in one process share them, and the first server campaigns at once; its live memory is what it has allocated, most of it room for proposals that an idle server never touches',
    suites,
    lacks: (_, setting) => isStaleRead(setting) || (setting as Partial<IdleSpec>).holdMs !== undefined,
    prepare: (options) => prepareCrate(folderOf('rust'), options),
  },
  {
    name: 'coaty',
    title: "Coaty's Raft",
    language: 'TypeScript',
    baseline: true,
    differs:
      "@coaty/consensus.raft v1.0.0 from npm (its port of etcd's RawNode and MemoryStorage): commands and messages go by reference on a later turn, entries are measured by their JSON, the leader sends before it writes, and election timeouts are whole ticks, from one to two times the minimum",
    suites,
    lacks: (_, setting) => isStaleRead(setting),
    prepare: (options) => prepareFromNpm(folderOf('npm'), options),
  },
  {
    name: 'etcd-server',
    title: 'etcd, as a server',
    language: 'Go',
    baseline: true,
    differs:
      'the etcd of the PATH, three processes on this machine: each writes its log to disk (fsync) before it answers, keeps all revisions in a database, and talks gRPC over TCP, as the client in Node does; its CPU time is that of client and members',
    suites: ['throughput'],
    prepare: prepareEtcdServer,
  },
];

function folderOf(name: string): string {
  return fileURLToPath(new URL(`../../baselines/${name}/`, import.meta.url));
}

/** Whether election timeouts are of the only range that etcd's library draws from. */
function isFromOneToTwo(setting: PlannedSetting): boolean {
  const { electionTimeout: [shortest, longest] = [0, 0] } = setting as Partial<ClusterSpec>;
  return longest === 2 * shortest;
}

/** Whether a trial only reads what a server has applied: from this project's state machine, without a line of the library's. */
function isStaleRead(setting: PlannedSetting): boolean {
  return (setting as Partial<ThroughputSpec>).operation === 'read-stale';
}

/** Builds bench/baselines/go at need. A baseline that does not build, such as without its modules, is left out. */
async function prepareGoBaseline(options: GoOptions): Promise<Prepared> {
  const go = await findGo(goBaselines, options);
  if (!go.found) return { ready: false, reason: go.reason };
  try {
    await buildGoCommands(goBaselines, options);
  } catch (error) {
    if (options.signal?.aborted) throw error;
    return { ready: false, reason: reasonOf(error) };
  }
  const command = { file: join(binFolder(goBaselines), 'trial'), args: [] };
  return { ready: true, command, goVersion: go.version };
}
