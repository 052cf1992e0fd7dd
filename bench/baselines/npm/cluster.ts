// A cluster of servers on the event loop of one process, as the bench's workloads use one.

import type { Cluster, Status } from '@three-ways/raft-cluster';
import {
  type Answer,
  type ClientCommand,
  type ServerId,
  type Settings,
  settings,
} from '@three-ways/raft-core';
import type { Digest } from '@three-ways/raft-kv';
import { leader, loadLibrary, type Message } from './library.ts';
import { Node, type NodeSettings } from './node.ts';

/** Ticks in a heartbeat interval. The library draws election timeouts in whole ticks, from one to two times the minimum. */
const ticksPerHeartbeat = 10;

/** What the workloads need of a `Cluster`. */
type Methods = Pick<
  Cluster,
  'ids' | 'start' | 'stop' | 'status' | 'digest' | 'propose' | 'read' | typeof Symbol.asyncDispose
>;

export class CoatyCluster implements Methods {
  readonly ids: readonly ServerId[];
  private readonly nodes: readonly Node[];
  private readonly tick: number;
  private ticking: NodeJS.Timeout[] = [];

  /** @throws Error if the library is not installed */
  constructor(given: Partial<Settings>) {
    const library = loadLibrary();
    const complete = settings(given);
    this.tick = Math.max(1, complete.heartbeatInterval / ticksPerHeartbeat);
    this.ids = Array.from({ length: complete.servers }, (_, i) => i + 1);
    const names = this.ids.map(String);
    const send = (message: Message) => this.node(Number(message.to)).receive(message);
    this.nodes = names.map((name) => new Node(library, name, names, nodeSettings(complete, this.tick), send));
  }

  async start(): Promise<void> {
    this.ticking = this.nodes.map((node) => setInterval(() => node.tick(), this.tick));
  }

  /** Workloads dispose of their cluster. */
  [Symbol.asyncDispose](): Promise<void> {
    return this.stop();
  }

  async stop(): Promise<void> {
    for (const timer of this.ticking) clearInterval(timer);
    for (const node of this.nodes) node.stop();
  }

  async status(id: ServerId): Promise<Status> {
    const { raw, role, applied } = this.node(id);
    const { term, lead, raftLog } = raw.raft;
    const indexes = {
      commitIndex: raftLog.committed,
      lastApplied: applied,
      lastLogIndex: raftLog.lastIndex(),
    };
    const position = {
      role: role === leader ? 'leader' : 'follower',
      leader: lead === '' ? null : Number(lead),
    };
    return {
      id,
      running: true,
      currentTerm: term,
      firstLogIndex: raftLog.firstIndex(),
      ...indexes,
      ...position,
    } as Status;
  }

  async digest(id: ServerId): Promise<Digest> {
    return this.node(id).machine.digest();
  }

  /** Asks the server that `via` names, which must lead. */
  propose(command: ClientCommand, { via = 1 }: { readonly via?: ServerId } = {}): Promise<Answer> {
    return this.node(via).propose(command);
  }

  /** Likewise for a linearizable read. */
  async read(id: string, { via = 1, consistency }: Parameters<Cluster['read']>[1]): Promise<Answer> {
    const node = this.node(via);
    if (consistency !== 'stale') await node.confirmRead();
    return node.machine.get(id);
  }

  private node(id: ServerId): Node {
    return this.nodes[id - 1]!;
  }
}

function nodeSettings(given: Settings, tick: number): NodeSettings {
  const { electionTimeout, heartbeatInterval, preVote, checkQuorum, snapshotThreshold, trailingEntries } =
    given;
  return {
    electionTick: Math.max(2, Math.floor(electionTimeout[0] / tick)),
    heartbeatTick: Math.max(1, Math.floor(heartbeatInterval / tick)),
    ...{ preVote, checkQuorum, snapshotThreshold, trailingEntries },
  };
}
