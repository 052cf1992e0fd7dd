// A whole cluster on one event loop: the contract of raft-core, kept by async functions.

import {
  type Answer,
  type Cluster,
  type Command,
  type Digest,
  type FaultRules,
  InvalidArgument,
  MemoryStorage,
  type ProposeOptions,
  type ReadOptions,
  type RuleEvent,
  type RuntimeEvent,
  type ServerId,
  type Settings,
  type Status,
  Stopped,
  seededRandom,
  settings,
  type TraceListener,
} from '@three-ways/raft-core';
import { type Clock, realClock } from './clock.ts';
import { Network } from './network.ts';
import { Server } from './server.ts';

export class AsyncCluster implements Cluster {
  readonly ids: readonly ServerId[];
  private readonly settings: Settings;
  private readonly clock: Clock;
  private readonly network: Network;
  private readonly random: () => number;
  private readonly storages = new Map<ServerId, MemoryStorage>();
  private readonly servers = new Map<ServerId, Server>();
  private listener: TraceListener | null = null;
  private startedAt = 0;

  /** @throws InvalidArgument naming the setting that cannot be used */
  constructor(given: Partial<Settings> = {}, clock: Clock = realClock) {
    this.settings = settings(given);
    this.clock = clock;
    this.network = new Network(clock);
    this.random = seededRandom(this.settings.seed);
    this.ids = Array.from({ length: this.settings.servers }, (_, i) => i + 1);
  }

  async start(): Promise<void> {
    this.startedAt = this.clock.now();
    for (const id of this.ids) if (!this.servers.get(id)?.running) this.startServer(id);
  }

  async stop(): Promise<void> {
    await Promise.all(Array.from(this.servers.values(), (server) => server.stop()));
    this.network.close();
  }

  [Symbol.asyncDispose](): Promise<void> {
    return this.stop();
  }

  async status(id: ServerId): Promise<Status> {
    const { raft, running } = this.server(id);
    const { role, currentTerm, votedFor, leader, commitIndex, lastApplied, log } = raft;
    const { firstIndex: firstLogIndex, lastIndex: lastLogIndex } = log;
    return {
      id,
      running,
      role,
      currentTerm,
      votedFor,
      leader,
      commitIndex,
      lastApplied,
      firstLogIndex,
      lastLogIndex,
    };
  }

  async digest(id: ServerId): Promise<Digest> {
    return this.server(id).machine.digest();
  }

  propose(command: Command, { via, signal }: ProposeOptions = {}): Promise<Answer> {
    try {
      if (command.type === 'configuration') throw new InvalidArgument('a client proposes no configuration');
      return this.server(via ?? this.findLeader()).propose(command, signal);
    } catch (error) {
      return Promise.reject(error);
    }
  }

  async read(id: string, { via }: ReadOptions): Promise<Answer> {
    const server = this.server(via ?? this.findLeader());
    if (!server.running) throw new Stopped(`server ${server.raft.id} is not running`);
    return server.machine.get(id);
  }

  async crash(id: ServerId): Promise<void> {
    const server = this.server(id);
    if (!server.running) return;
    this.emit({ type: 'crash', server: id });
    await server.stop();
  }

  async restart(id: ServerId): Promise<void> {
    if (!this.server(id).running) this.startServer(id);
  }

  async partition(groups: readonly (readonly ServerId[])[]): Promise<void> {
    for (const id of groups.flat()) this.server(id);
    this.network.partition(groups);
  }

  async heal(): Promise<void> {
    this.network.partition(null);
  }

  async faults(rules: FaultRules): Promise<void> {
    this.network.faults(rules, this.settings.seed);
  }

  async trace(listener: TraceListener | null): Promise<void> {
    this.listener = listener;
    const emit = listener && this.emit;
    this.network.emit = emit;
    for (const server of this.servers.values()) server.raft.emit = emit;
  }

  private startServer(id: ServerId): void {
    const storage = this.storages.get(id) ?? new MemoryStorage();
    const { clock, network, random } = this;
    const server = new Server(id, this.settings, { clock, network, storage, random });
    this.storages.set(id, storage);
    this.servers.set(id, server);
    if (this.listener !== null) server.raft.emit = this.emit;
    this.emit({ type: 'start', server: id });
    server.start();
  }

  private readonly emit = (event: RuleEvent | RuntimeEvent): void => {
    this.listener?.({ ...event, at: this.clock.now() - this.startedAt });
  };

  private server(id: ServerId): Server {
    const server = this.servers.get(id);
    if (server !== undefined) return server;
    if (this.ids.includes(id)) throw new Stopped('the cluster has not been started');
    throw new InvalidArgument(`there is no server ${id}: this cluster has servers 1 to ${this.ids.length}`);
  }

  /** The leader of the newest term; where nobody leads, a server that can say so. */
  private findLeader(): ServerId {
    let best: Server | null = null;
    for (const server of this.servers.values())
      if (server.running && (best === null || leadership(server) > leadership(best))) best = server;
    return best?.raft.id ?? 1;
  }
}

/** The term that a server leads, 0 if it does not. */
function leadership({ raft }: Server): number {
  return raft.role === 'leader' ? raft.currentTerm : 0;
}
