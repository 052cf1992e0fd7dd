// A cluster of real etcd servers, as the bench's workloads use one: processes on this machine that exchange messages by gRPC
// over 127.0.0.1 and write to a temporary folder.

import { mkdtempSync, rmSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Cluster, Status } from '@three-ways/raft-cluster';
import type { Answer, ClientCommand, ServerId } from '@three-ways/raft-core';
import { type Digest, Fnv1a } from '@three-ways/raft-kv';
import { Member, type MemberStatus } from './member.ts';

/** Times in milliseconds. */
export interface EtcdSettings {
  readonly servers: number;
  readonly electionTimeout: readonly [min: number, max: number];
  readonly heartbeatInterval: number;
  /** 0 for no snapshots. */
  readonly snapshotThreshold: number;
}

/** Proposals under way at once: etcd refuses more than 5,000 that are committed and not yet applied. */
const mostProposals = 4096;

/** A snapshot count that no trial reaches. */
const never = 1_000_000_000;

/** What the workloads need of a `Cluster`. */
export type EtcdMethods = Pick<Cluster, 'ids' | 'start' | 'stop' | 'status' | 'digest' | 'propose' | 'read'>;

export class EtcdCluster implements EtcdMethods {
  private readonly settings: EtcdSettings;
  private readonly folder = mkdtempSync(join(tmpdir(), 'raft-three-ways-etcd-'));
  private members: Member[] = [];
  private proposing = 0;
  private readonly line: (() => void)[] = [];

  constructor(settings: EtcdSettings) {
    this.settings = settings;
  }

  get ids(): readonly ServerId[] {
    return Array.from({ length: this.settings.servers }, (_, i) => i + 1);
  }

  async start(): Promise<void> {
    const ports = await Promise.all(this.ids.map(async () => [await freePort(), await freePort()] as const));
    const members = ports.map(([, peer], i) => `${i + 1}=http://127.0.0.1:${peer}`).join(',');
    this.members = ports.map(([client, peer], i) => {
      return new Member(
        argumentsOf(this.settings, `${i + 1}`, this.folder, { client, peer, members }),
        client,
      );
    });
    await Promise.all(this.members.map((member) => member.connect()));
  }

  async stop(): Promise<void> {
    await Promise.all(this.members.map((member) => member.stop()));
    this.removeFolder();
  }

  /** The same without waiting, for the end of the process. */
  abandon(): void {
    for (const { process } of this.members) process.kill('SIGKILL');
    this.removeFolder();
  }

  private removeFolder(): void {
    rmSync(this.folder, { recursive: true, force: true, maxRetries: 10, retryDelay: 20 });
  }

  async status(id: ServerId): Promise<Status> {
    const statuses = await Promise.all(this.members.map((member) => member.status()));
    const { memberId, leader, term, committed, applied } = statuses[id - 1]!;
    const indexes = { commitIndex: committed, lastApplied: applied, lastLogIndex: committed };
    return {
      ...{ id, running: true, role: memberId === leader ? 'leader' : 'follower', currentTerm: term },
      ...indexes,
      leader: idOf(leader, statuses),
    } as Status; // without what no workload of this baseline asks for
  }

  /** Of what a member has itself. */
  async digest(id: ServerId): Promise<Digest> {
    const { pairs, revision } = await this.member(id).contents();
    const hash = new Fnv1a();
    const nul = Uint8Array.of(0);
    for (const part of pairs.flat()) {
      hash.write(Buffer.from(part));
      hash.write(nul);
    }
    return { digest: hash.toString(), applied: revision - 1 };
  }

  /** Through the member that `via` names: the leader, which spares a hop. */
  async propose(command: ClientCommand, { via = 1 }: { readonly via?: ServerId } = {}): Promise<Answer> {
    if (command.type !== 'set') throw new Error(`this baseline proposes set, not ${command.type}`);
    if (this.proposing === mostProposals) await new Promise<void>((resolve) => this.line.push(resolve));
    else this.proposing += 1;
    try {
      return await this.member(via).put(command.id, command.name);
    } finally {
      const next = this.line.shift();
      if (next === undefined) this.proposing -= 1;
      else next();
    }
  }

  async read(id: string, { via = 1, consistency }: Parameters<Cluster['read']>[1]): Promise<Answer> {
    return await this.member(via).get(id, consistency === 'stale');
  }

  /** CPU time of all members (ms). */
  cpuMs(): { user: number; system: number } {
    const times = this.members.map((member) => member.cpuMs());
    const sum = (kind: 'user' | 'system') => times.reduce((total, time) => total + time[kind], 0);
    return { user: sum('user'), system: sum('system') };
  }

  private member(id: ServerId): Member {
    return this.members[id - 1]!;
  }
}

function idOf(memberId: bigint, statuses: readonly MemberStatus[]): ServerId | null {
  const at = statuses.findIndex((status) => status.memberId === memberId);
  return at < 0 ? null : at + 1;
}

interface Addresses {
  readonly client: number;
  readonly peer: number;
  readonly members: string;
}

/** etcd draws election timeouts from one to two times the setting. */
function argumentsOf(settings: EtcdSettings, name: string, folder: string, addresses: Addresses): string[] {
  const { electionTimeout, heartbeatInterval, snapshotThreshold } = settings;
  const client = `http://127.0.0.1:${addresses.client}`;
  const peer = `http://127.0.0.1:${addresses.peer}`;
  const options = {
    name,
    'data-dir': join(folder, name),
    'listen-client-urls': client,
    'advertise-client-urls': client,
    'listen-peer-urls': peer,
    'initial-advertise-peer-urls': peer,
    'initial-cluster': addresses.members,
    'election-timeout': electionTimeout[0],
    'heartbeat-interval': heartbeatInterval,
    'snapshot-count': snapshotThreshold || never,
    logger: 'zap',
    'log-level': 'error',
  };
  return Object.entries(options).map(([option, value]) => `--${option}=${value}`);
}

async function freePort(): Promise<number> {
  const server = createServer();
  const { promise, resolve } = Promise.withResolvers<void>();
  server.listen(0, '127.0.0.1', resolve);
  await promise;
  const { port } = server.address() as { port: number };
  await new Promise((closed) => server.close(closed));
  return port;
}
