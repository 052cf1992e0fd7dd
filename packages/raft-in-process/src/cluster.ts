// A cluster whose servers live in one process, independent of how they wait: their ids and storages, which of them run, and
// which one a client reaches. The runtime provides the servers.

import {
  Aborted,
  type Cluster,
  clientCommand,
  configurationChange,
  type FaultRules,
  faultRules,
  LifeCycle,
  type ProposeOptions,
  partitionGroups,
  proposeOptions,
  type ReadOptions,
  type RequestOptions,
  type RuntimeEvent,
  readOptions,
  requestOptions,
  requireBlock,
  requireKey,
  requireListener,
  requireServer,
  type Status,
  Stopped,
  spin,
  statusOf,
  type TraceListener,
} from '@three-ways/raft-cluster';
import {
  type Answer,
  type ClientCommand,
  type Command,
  type ConfigurationChange,
  MemoryStorage,
  type RaftState,
  type RuleEvent,
  type ServerId,
  type Settings,
  type Storage,
  seededRandom,
  settings,
} from '@three-ways/raft-core';
import type { Digest, StateMachine } from '@three-ways/raft-kv';
import { type Clock, realClock } from './clock.ts';
import { Network } from './network.ts';
import { TraceQueue } from './trace-queue.ts';

/** A server's dependencies, from its cluster. */
export interface ServerDeps {
  readonly clock: Clock;
  readonly network: Network;
  readonly storage: Storage;
  readonly random: () => number;
}

/** One incarnation of a server, from start to crash. */
export interface Server {
  readonly raft: RaftState;
  readonly machine: StateMachine;
  readonly running: boolean;
  start(): void;
  /** Ends the server, and waits for all its tasks. Pending requests reject with `Stopped`. */
  stop(): Promise<void>;
  readonly clients: Clients;
}

/** Client requests of a server, as in `Cluster`. */
export interface Clients {
  propose(command: Command, signal?: AbortSignal): Promise<Answer>;
  /** Linearizable. */
  read(id: string, signal?: AbortSignal): Promise<Answer>;
  transfer(to: ServerId, signal?: AbortSignal): Promise<void>;
  change(change: ConfigurationChange, signal?: AbortSignal): Promise<void>;
}

export type NewServer = (id: ServerId, settings: Settings, deps: ServerDeps) => Server;

export class InProcessCluster implements Cluster {
  private readonly settings: Settings;
  private readonly clock: Clock;
  private readonly newServer: NewServer;
  protected readonly network: Network;
  private readonly random: () => number;
  private readonly storages = new Map<ServerId, MemoryStorage>();
  private readonly servers = new Map<ServerId, Server>();
  private readonly lifeCycle = new LifeCycle();
  private traced: TraceQueue | null = null;
  private startedAt: number | null = null;

  /** @throws InvalidArgument naming the setting that cannot be used */
  constructor(newServer: NewServer, given: Partial<Settings>, clock: Clock = realClock) {
    this.settings = settings(given);
    this.clock = clock;
    this.newServer = newServer;
    this.network = new Network(clock);
    this.random = seededRandom(this.settings.seed);
    for (let id = 1; id <= this.settings.servers; id++) this.storages.set(id, new MemoryStorage());
  }

  get ids(): readonly ServerId[] {
    return [...this.storages.keys()];
  }

  async start(): Promise<void> {
    await this.lifeCycle.start(async () => {
      this.startedAt = this.clock.now();
      for (const id of this.storages.keys()) this.startServer(id);
    });
  }

  async stop(): Promise<void> {
    await this.lifeCycle.stop(async () => {
      await Promise.all(Array.from(this.servers.values(), (server) => server.stop()));
      this.network.close();
    });
  }

  [Symbol.asyncDispose](): Promise<void> {
    return this.stop();
  }

  async status(id: ServerId): Promise<Status> {
    const { raft, running } = this.server(id);
    return statusOf(raft, running);
  }

  async digest(id: ServerId): Promise<Digest> {
    return this.running(this.server(id)).machine.digest();
  }

  propose(command: ClientCommand, options?: ProposeOptions): Promise<Answer> {
    try {
      const { via, signal, session } = proposeOptions(options);
      const copy = clientCommand(command, session);
      return this.reach(via, signal).clients.propose(copy, signal);
    } catch (error) {
      return Promise.reject(error);
    }
  }

  async read(id: string, options: ReadOptions): Promise<Answer> {
    const { via, signal, consistency } = readOptions(options);
    requireKey('id', id);
    const server = this.reach(via, signal);
    return consistency === 'stale' ? server.machine.get(id) : server.clients.read(id, signal);
  }

  async transfer(to: ServerId, options?: Pick<RequestOptions, 'signal'>): Promise<void> {
    const { signal } = requestOptions(options);
    this.requireServer(to);
    await this.reach(undefined, signal).clients.transfer(to, signal);
  }

  async change(change: ConfigurationChange, options?: Pick<RequestOptions, 'signal'>): Promise<void> {
    const { signal } = requestOptions(options);
    const copy = configurationChange(change);
    this.requireServer(copy.server);
    await this.reach(undefined, signal).clients.change(copy, signal);
  }

  async launch(): Promise<ServerId> {
    return this.lifeCycle.inTurn(async () => {
      const id = this.storages.size + 1;
      this.storages.set(id, new MemoryStorage());
      this.startServer(id);
      return id;
    });
  }

  async crash(id: ServerId): Promise<void> {
    this.requireServer(id);
    await this.lifeCycle.inTurn(async () => {
      const server = this.server(id);
      if (!server.running) return;
      this.emit({ type: 'crash', server: id });
      await server.stop();
    });
  }

  async restart(id: ServerId): Promise<void> {
    this.requireServer(id);
    await this.lifeCycle.inTurn(async () => {
      if (!this.server(id).running) this.startServer(id);
    });
  }

  /** Keeps the one thread busy, on which every server waits. */
  async block(id: ServerId, ms: number): Promise<void> {
    this.requireServer(id);
    requireBlock(ms);
    this.running(this.server(id));
    spin(ms, () => performance.now()); // virtual time would stand still
  }

  async partition(groups: readonly (readonly ServerId[])[]): Promise<void> {
    const copy = partitionGroups(groups);
    for (const id of copy.flat()) this.requireServer(id);
    this.lifeCycle.requireNotStopped();
    this.network.partition(copy);
  }

  async heal(): Promise<void> {
    this.lifeCycle.requireNotStopped();
    this.network.partition(null);
  }

  async faults(given: FaultRules): Promise<void> {
    const rules = faultRules(given);
    this.lifeCycle.requireNotStopped();
    this.network.faults(rules, this.settings.seed);
  }

  async trace(listener: TraceListener | null): Promise<void> {
    requireListener(listener);
    if (listener !== null) this.lifeCycle.requireNotStopped();
    this.listen(listener);
  }

  private listen(listener: TraceListener | null): void {
    this.traced?.end();
    this.traced = listener && new TraceQueue(listener, () => this.listen(null));
    const emit = listener && this.emit;
    this.network.emit = emit;
    for (const server of this.servers.values()) server.raft.emit = emit;
  }

  private startServer(id: ServerId): void {
    const { clock, network, random } = this;
    const storage = this.storages.get(id)!;
    const server = this.newServer(id, this.settingsOf(id), { clock, network, storage, random });
    this.servers.set(id, server);
    if (this.traced !== null) server.raft.emit = this.emit;
    const { currentTerm, votedFor, log } = server.raft;
    const { lastIndex: lastLogIndex, lastTerm: lastLogTerm } = log;
    this.emit({ type: 'start', server: id, currentTerm, votedFor, lastLogIndex, lastLogTerm });
    server.start();
  }

  /** A server launched later starts with an empty configuration, and learns the members from the leader. */
  private settingsOf(id: ServerId): Settings {
    return id <= this.settings.servers ? this.settings : { ...this.settings, servers: 0 };
  }

  private readonly emit = (event: RuleEvent | RuntimeEvent): void => {
    const now = this.clock.now();
    this.traced?.put({ ...event, at: now - (this.startedAt ?? now) });
  };

  private requireServer(id: ServerId): void {
    requireServer(id, this.storages.size);
  }

  private server(id: ServerId): Server {
    this.requireServer(id);
    this.lifeCycle.requireStarted();
    return this.servers.get(id)!;
  }

  private running(server: Server): Server {
    if (!server.running) throw new Stopped(`server ${server.raft.id} is not running`);
    return server;
  }

  /** The server for a client's request: `via`, or the leader. */
  private reach(via: ServerId | undefined, signal: AbortSignal | undefined): Server {
    if (via !== undefined) this.requireServer(via);
    if (signal?.aborted) throw new Aborted('the signal had fired before anything was asked');
    return this.running(this.server(via === undefined ? this.findLeader() : via));
  }

  /** The leader of the newest term; without one, any running server, which will refuse. */
  private findLeader(): ServerId {
    let best: Server | null = null;
    for (const server of this.servers.values())
      if (server.running && (best === null || termLed(server) > termLed(best))) best = server;
    return best?.raft.id ?? 1;
  }
}

/** The term that a server leads; 0 if it does not lead. */
function termLed({ raft }: Server): number {
  return raft.role === 'leader' ? raft.currentTerm : 0;
}
