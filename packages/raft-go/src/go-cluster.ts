// The Go cluster as a `Cluster`: a Go program (go-reference/cmd/cluster) that exchanges calls and answers as JSON lines on its
// standard streams (line-process.ts).

import {
  Aborted,
  type Cluster,
  clientCommand,
  configurationChange,
  errorOf,
  type Failure,
  type FaultRules,
  faultRules,
  LifeCycle,
  onAbort,
  type ProposeOptions,
  partitionGroups,
  proposeOptions,
  type ReadOptions,
  RemoteListening,
  type RequestOptions,
  readOptions,
  requestOptions,
  requireBlock,
  requireKey,
  requireListener,
  requireServer,
  type Status,
  Stopped,
  type TraceEvent,
  type TraceListener,
} from '@three-ways/raft-cluster';
import {
  type Answer,
  type ClientCommand,
  type Command,
  type ConfigurationChange,
  type ServerId,
  type Settings,
  settings,
} from '@three-ways/raft-core';
import type { Digest } from '@three-ways/raft-kv';
import { LineProcess } from './line-process.ts';

/** A line from the Go program. */
type Line =
  | { readonly ready: true; readonly ids: readonly ServerId[] }
  | { readonly event: TraceEvent }
  | { readonly call: number; readonly ok: unknown }
  | ({ readonly call?: number } & Omit<Failure, 'ok'>);

type Args = Readonly<Record<string, unknown>>;

interface Call {
  readonly resolve: (value: unknown) => void;
  readonly reject: (error: Error) => void;
}

type SetCommand = Extract<Command, { readonly type: 'set' }>;

export class GoCluster implements Cluster {
  private servers: readonly ServerId[];
  private readonly settings: Settings;
  private readonly command: string;
  private process: LineProcess | null = null;
  private readonly calls = new Map<number, Call>();
  private lastCall = 0;
  private readonly lifeCycle = new LifeCycle();
  /** Settings made before the program is started. */
  private readonly earlier: (readonly [method: string, args: Args])[] = [];
  private readonly listening = new RemoteListening();

  /**
   * @param command the path of the Go program
   * @throws InvalidArgument naming the setting that cannot be used
   */
  constructor(command: string, given: Partial<Settings> = {}) {
    this.command = command;
    this.settings = settings(given);
    this.servers = Array.from({ length: this.settings.servers }, (_, i) => i + 1);
  }

  get ids(): readonly ServerId[] {
    return this.servers;
  }

  async start(): Promise<void> {
    await this.lifeCycle.start(async () => {
      this.process = new LineProcess(this.command, { onLine: this.onLine, onEnd: this.onEnd });
      this.process.write({ settings: this.settings });
      await Promise.all([...this.earlier, ['start', {}] as const].map((asked) => this.call(...asked)));
    });
  }

  /** @throws Error if the program finds goroutines left of the cluster */
  async stop(): Promise<void> {
    await this.lifeCycle.stop(async () => {
      if (this.process === null) return;
      await this.call('stop').catch(() => {}); // a program that has already ended has stopped
      try {
        await this.process.end();
      } finally {
        this.process = null;
      }
    });
  }

  [Symbol.asyncDispose](): Promise<void> {
    return this.stop();
  }

  async status(id: ServerId): Promise<Status> {
    return (await this.ask('status', { id: this.server(id) })) as Status;
  }

  async digest(id: ServerId): Promise<Digest> {
    return (await this.ask('digest', { id: this.server(id) })) as Digest;
  }

  propose(given: ClientCommand, options?: ProposeOptions): Promise<Answer> {
    try {
      const { via, signal, session } = proposeOptions(options);
      const { mark, ...command } = clientCommand(given, session) as SetCommand;
      const args = { command, session: mark, via: via === undefined ? via : this.server(via) };
      return this.callUntil(signal, 'propose', args) as Promise<Answer>;
    } catch (error) {
      return Promise.reject(error);
    }
  }

  async read(id: string, options: ReadOptions): Promise<Answer> {
    const { via, signal, consistency } = readOptions(options);
    requireKey('id', id);
    const args = { id, consistency, via: via === undefined ? via : this.server(via) };
    return (await this.callUntil(signal, 'read', args)) as Answer;
  }

  async transfer(to: ServerId, options?: Pick<RequestOptions, 'signal'>): Promise<void> {
    const { signal } = requestOptions(options);
    await this.callUntil(signal, 'transfer', { to: this.server(to) });
  }

  async change(given: ConfigurationChange, options?: Pick<RequestOptions, 'signal'>): Promise<void> {
    const { signal } = requestOptions(options);
    const { type, server } = configurationChange(given);
    await this.callUntil(signal, 'change', { type, server: this.server(server) });
  }

  async launch(): Promise<ServerId> {
    const launched = (await this.ask('launch')) as ServerId;
    this.servers = [...this.servers, launched];
    return launched;
  }

  async crash(id: ServerId): Promise<void> {
    await this.ask('crash', { id: this.server(id) });
  }

  async restart(id: ServerId): Promise<void> {
    await this.ask('restart', { id: this.server(id) });
  }

  async block(given: ServerId, ms: number): Promise<void> {
    const id = this.server(given);
    requireBlock(ms);
    await this.ask('block', { id, ms });
  }

  async partition(given: readonly (readonly ServerId[])[]): Promise<void> {
    const groups = partitionGroups(given);
    for (const id of groups.flat()) this.server(id);
    await this.arrange('partition', { groups });
  }

  async heal(): Promise<void> {
    await this.arrange('heal', {});
  }

  async faults(given: FaultRules): Promise<void> {
    const rules = faultRules(given);
    await this.arrange('faults', { ...rules });
  }

  async trace(listener: TraceListener | null): Promise<void> {
    requireListener(listener);
    if (listener !== null) this.lifeCycle.requireNotStopped();
    const failed = () => void this.trace(null);
    await this.listening.listen(listener, this.setTracing, failed);
  }

  private readonly setTracing = async (on: boolean): Promise<void> => {
    if (!this.lifeCycle.isOver) await this.arrange('trace', { on }).catch(ignoreStopped);
  };

  /** Checks an id here, because JSON loses some differences. @throws InvalidArgument */
  private server(id: ServerId): ServerId {
    requireServer(id, this.servers.length);
    return id;
  }

  /** An abortable call. */
  private async callUntil(signal: AbortSignal | undefined, method: string, args: Args): Promise<unknown> {
    if (signal?.aborted) throw new Aborted('the signal had fired before anything was asked');
    const answer = this.ask(method, args);
    if (signal === undefined) return answer;
    using _registration = onAbort(signal, this.abort.bind(this, this.lastCall));
    return await answer;
  }

  /** A setting that may precede the start; passed to the program in the order of the calls. */
  private async arrange(method: string, args: Args): Promise<void> {
    this.lifeCycle.requireNotStopped();
    if (this.process === null) this.earlier.push([method, args]);
    else await this.call(method, args);
  }

  /** A call that needs a started cluster. */
  private async ask(method: string, args: Args = {}): Promise<unknown> {
    this.lifeCycle.requireStarted();
    return this.call(method, args);
  }

  private call(method: string, args: Args = {}): Promise<unknown> {
    if (this.process === null) return Promise.reject(new Stopped('the program has ended'));
    if (this.process.gone !== null) return Promise.reject(this.process.gone);
    this.lastCall += 1;
    const call = this.lastCall;
    const answer = new Promise((resolve, reject) => this.calls.set(call, { resolve, reject }));
    this.process.write({ call, method, args });
    return answer;
  }

  /** Rejects at once, without waiting for the program. */
  private abort(call: number): void {
    this.process?.write({ abort: call });
    this.take(call)?.reject(new Aborted('the signal fired before the answer came'));
  }

  private readonly onLine = (line: unknown): void => {
    const answer = line as Line;
    if ('event' in answer) this.listening.deliver(answer.event);
    else if ('ok' in answer) this.take(answer.call)?.resolve(answer.ok);
    else if ('error' in answer && answer.call !== undefined) this.take(answer.call)?.reject(errorOf(answer));
    else if ('error' in answer) this.onEnd(errorOf(answer));
  };

  /** Rejects pending calls when the program exits. */
  private readonly onEnd = (error: Error): void => {
    for (const call of this.calls.keys()) this.take(call)?.reject(error);
  };

  private take(call: number): Call | undefined {
    const waiting = this.calls.get(call);
    this.calls.delete(call);
    return waiting;
  }
}

/** Ignores that the cluster stopped before the trace was ended. */
function ignoreStopped(error: unknown): void {
  if (!(error instanceof Stopped)) throw error;
}
