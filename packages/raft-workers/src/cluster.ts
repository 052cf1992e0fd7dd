// A cluster whose servers are threads: the main thread starts and ends them, sends them requests, and never blocks on one. A
// thread that ends, for any reason, is a crashed server.

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
  RemoteListening,
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
  type TraceListener,
} from '@three-ways/raft-cluster';
import {
  type Answer,
  type ClientCommand,
  type ConfigurationChange,
  InvalidArgument,
  type ServerId,
  type Settings,
  seededRandom,
  settings,
} from '@three-ways/raft-core';
import type { Digest } from '@three-ways/raft-kv';
import type { NetworkConfig } from './network.ts';
import { complete, type WorkersOptions } from './options.ts';
import type { Post } from './requests.ts';
import { ServerThread } from './server-thread.ts';
import { ServerThreads } from './server-threads.ts';
import { TraceOrder } from './trace-order.ts';

/** Maximum launches: each inbox has a fixed number of lanes. */
const mostLaunches = 8;

/** State of a running cluster. */
interface Running {
  readonly threads: ServerThreads;
  readonly tracing: TraceOrder;
}

export class WorkersCluster implements Cluster {
  private readonly settings: Settings;
  private readonly options: Required<WorkersOptions>;
  private readonly random: () => number;
  private networkConfig: NetworkConfig;
  private readonly listening = new RemoteListening();
  /** Whether servers emit trace events. Events emitted before may still be on their way to a listener. */
  private isTraced = false;
  private readonly lifeCycle = new LifeCycle();
  private running: Running | null = null;
  private servers: number;

  /** @throws InvalidArgument naming the setting that cannot be used */
  constructor(given: Partial<Settings> = {}, options: WorkersOptions = {}) {
    this.settings = settings(given);
    this.options = complete(options);
    this.random = seededRandom(this.settings.seed);
    this.networkConfig = { groups: null, rules: {}, seed: this.settings.seed };
    this.servers = this.settings.servers;
  }

  get ids(): readonly ServerId[] {
    return Array.from({ length: this.servers }, (_, i) => i + 1);
  }

  async start(): Promise<void> {
    await this.lifeCycle.start(async () => {
      this.running = this.newRunning();
      for (const id of this.ids) this.addThread(id);
      await Promise.all(this.ids.map((id) => this.startThread(id)));
    });
  }

  async stop(): Promise<void> {
    await this.lifeCycle.stop(async () => {
      await this.running?.threads.stop();
      this.running = null;
    });
  }

  [Symbol.asyncDispose](): Promise<void> {
    return this.stop();
  }

  async status(id: ServerId): Promise<Status> {
    const thread = this.thread(id);
    try {
      if (thread.running) return (await this.threads.control(thread, { type: 'status' })) as Status;
    } catch (error) {
      if (!(error instanceof Stopped)) throw error; // crashed meanwhile
    }
    return thread.status();
  }

  /** @throws Stopped also if the server is not running: its state machine ended with its thread */
  async digest(id: ServerId): Promise<Digest> {
    const thread = this.requireRunning(this.thread(id));
    return (await this.threads.control(thread, { type: 'digest' })) as Digest;
  }

  propose(command: ClientCommand, options?: ProposeOptions): Promise<Answer> {
    try {
      const { via, signal, session } = proposeOptions(options);
      const copy = clientCommand(command, session);
      const thread = this.reach(via, signal);
      const call = { type: 'propose', number: this.threads.next, command: copy } as const;
      return this.threads.call(thread, call, signal);
    } catch (error) {
      return Promise.reject(error);
    }
  }

  async read(id: string, options: ReadOptions): Promise<Answer> {
    const { via, signal, consistency } = readOptions(options);
    requireKey('id', id);
    const thread = this.reach(via, signal);
    const call = { type: 'read', number: this.threads.next, id, consistency } as const;
    return this.threads.call(thread, call, signal);
  }

  async transfer(to: ServerId, options?: Pick<RequestOptions, 'signal'>): Promise<void> {
    const { signal } = requestOptions(options);
    this.requireServer(to);
    const thread = this.reach(undefined, signal);
    await this.threads.call(thread, { type: 'transfer', number: this.threads.next, to }, signal);
  }

  async change(change: ConfigurationChange, options?: Pick<RequestOptions, 'signal'>): Promise<void> {
    const { signal } = requestOptions(options);
    const copy = configurationChange(change);
    this.requireServer(copy.server);
    const thread = this.reach(undefined, signal);
    await this.threads.call(thread, { type: 'change', number: this.threads.next, change: copy }, signal);
  }

  /** @throws InvalidArgument after mostLaunches launches */
  async launch(): Promise<ServerId> {
    return this.lifeCycle.inTurn(async () => {
      const id = this.servers + 1;
      const most = this.settings.servers + mostLaunches;
      if (id > most)
        throw new InvalidArgument(`this cluster has room for ${most} servers: make one with more servers`);
      this.servers = id;
      this.addThread(id);
      await this.startThread(id);
      return id;
    });
  }

  async crash(id: ServerId): Promise<void> {
    this.requireServer(id);
    await this.lifeCycle.inTurn(() => this.thread(id).end());
  }

  async restart(id: ServerId): Promise<void> {
    this.requireServer(id);
    await this.lifeCycle.inTurn(() => this.startThread(id));
  }

  private addThread(id: ServerId): void {
    this.threads.add(new ServerThread(id, this.settingsOf(id), this.options.journalBytes));
  }

  /** Starts a new thread on a server's stable storage. @throws Stopped if it ends before it runs */
  private async startThread(id: ServerId): Promise<void> {
    const thread = this.thread(id);
    if (thread.running) return;
    await thread.end(); // the exit of the last thread may still be pending
    const { threads, tracing } = this.requireStarted();
    const peers = threads.running.map((peer) => peer.id);
    const ends = threads.wiring.plug(id, peers);
    const config = {
      ...{ seed: Math.floor(this.random() * 2 ** 32), networkConfig: this.networkConfig },
      ...{ trace: tracing.shared, isTraced: this.isTraced },
    };
    const worker = thread.start(ends, config, (error) => this.ended(id, error));
    threads.wiring.bind(id, worker);
    worker.on('message', (post: Post) => {
      if ('place' in post) tracing.receive(post);
      else threads.settle(post.number, post.reply);
    });
    for (const { peer, link, transfer } of ends.links)
      void threads.controlIfRunning(threads.get(peer), { type: 'connect', peer: id, link }, transfer);
    await threads.control(thread, { type: 'status' });
  }

  async block(id: ServerId, ms: number): Promise<void> {
    this.requireServer(id);
    requireBlock(ms);
    await this.threads.control(this.requireRunning(this.thread(id)), { type: 'block', ms });
  }

  async partition(given: readonly (readonly ServerId[])[]): Promise<void> {
    const groups = partitionGroups(given);
    for (const id of groups.flat()) this.requireServer(id);
    await this.setPartition({ type: 'partition', groups }, groups);
  }

  async heal(): Promise<void> {
    await this.setPartition({ type: 'heal' }, null);
  }

  private async setPartition(event: RuntimeEvent, groups: NetworkConfig['groups']): Promise<void> {
    this.lifeCycle.requireNotStopped();
    await this.emit(event);
    this.networkConfig = { ...this.networkConfig, groups };
    await this.running?.threads.controlAll({ type: 'partition', groups });
  }

  async faults(given: FaultRules): Promise<void> {
    const rules = faultRules(given);
    this.lifeCycle.requireNotStopped();
    await this.emit({ type: 'faults', rules });
    this.networkConfig = { ...this.networkConfig, rules };
    await this.running?.threads.controlAll({ type: 'faults', rules });
  }

  async trace(listener: TraceListener | null): Promise<void> {
    requireListener(listener);
    if (listener !== null) this.lifeCycle.requireNotStopped();
    const failed = () => void this.trace(null);
    await this.listening.listen(listener, this.setTracing, failed);
  }

  private readonly setTracing = async (on: boolean): Promise<void> => {
    this.isTraced = on;
    await this.running?.threads.controlAll({ type: 'trace', on });
    if (!on) await this.running?.tracing.settle();
  };

  /** Handles the exit of a server's thread. */
  private async ended(id: ServerId, error: unknown): Promise<void> {
    this.running?.threads.ended(id);
    if (error !== null) this.options.onError(id, error);
    if (this.running === null) return;
    this.running.tracing.release(id);
    if (!this.lifeCycle.isOver) await this.emit({ type: 'crash', server: id });
  }

  /** Emits an event of the main thread. */
  private async emit(event: RuntimeEvent): Promise<void> {
    if (!this.isTraced) return;
    if (this.running !== null) await this.running.tracing.emit(event);
    else this.listening.deliver({ ...event, at: 0 });
  }

  /** A server launched later starts with an empty configuration, and learns the members from the leader. */
  private settingsOf(id: ServerId): Settings {
    return id <= this.settings.servers ? this.settings : { ...this.settings, servers: 0 };
  }

  private newRunning(): Running {
    const most = this.settings.servers + mostLaunches;
    const threads = new ServerThreads(this.options.transport, most);
    return { threads, tracing: new TraceOrder(most, (event) => this.listening.deliver(event)) };
  }

  /** @throws Stopped if the cluster does not run */
  private get threads(): ServerThreads {
    return this.requireStarted().threads;
  }

  private requireStarted(): Running {
    this.lifeCycle.requireStarted();
    return this.running!;
  }

  private requireRunning(thread: ServerThread): ServerThread {
    if (!thread.running) throw new Stopped(`server ${thread.id} is not running`);
    return thread;
  }

  private requireServer(id: ServerId): void {
    requireServer(id, this.servers);
  }

  private thread(id: ServerId): ServerThread {
    this.requireServer(id);
    return this.threads.get(id);
  }

  /** The server for a client's request: `via`, or the leader. */
  private reach(via: ServerId | undefined, signal: AbortSignal | undefined): ServerThread {
    if (via !== undefined) this.requireServer(via);
    if (signal?.aborted) throw new Aborted('the signal had fired before anything was asked');
    return this.requireRunning(via === undefined ? this.threads.findLeader() : this.thread(via));
  }
}
