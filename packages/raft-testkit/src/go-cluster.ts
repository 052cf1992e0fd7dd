// The Go cluster behind the same contract: a Go program that speaks it as JSON lines on its standard streams, one call or
// answer a line (go-reference/cmd/cluster). Here are the calls; how lines travel is in line-process.ts.

import {
  Aborted,
  type Answer,
  type Cluster,
  type Command,
  type ConfigurationChange,
  checkFaults,
  type Digest,
  errorOf,
  type Failure,
  type FaultRules,
  type ProposeOptions,
  type ReadOptions,
  type RequestOptions,
  type ServerId,
  type Settings,
  type Status,
  Stopped,
  settings,
  type TraceEvent,
  type TraceListener,
} from '@three-ways/raft-core';
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

export class GoCluster implements Cluster {
  private servers: readonly ServerId[];
  private readonly settings: Settings;
  private readonly command: string;
  private process: LineProcess | null = null;
  private readonly calls = new Map<number, Call>();
  private lastCall = 0;
  /** What was asked for before the start, when there is no program yet to be asked. */
  private listener: TraceListener | null = null;
  private rules: FaultRules | null = null;

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
    this.process ??= new LineProcess(this.command, { onLine: this.onLine, onEnd: this.onEnd });
    this.process.write({ settings: this.settings });
    if (this.listener !== null) await this.call('trace', { on: true });
    if (this.rules !== null) await this.call('faults', { ...this.rules });
    await this.call('start');
  }

  /** @throws Error if the program finds goroutines left of the cluster */
  async stop(): Promise<void> {
    if (this.process === null) return;
    await this.call('stop').catch(() => {}); // a program that has already ended has stopped
    try {
      await this.process.end();
    } finally {
      this.process = null;
    }
  }

  [Symbol.asyncDispose](): Promise<void> {
    return this.stop();
  }

  status(id: ServerId): Promise<Status> {
    return this.call('status', { id }) as Promise<Status>;
  }

  digest(id: ServerId): Promise<Digest> {
    return this.call('digest', { id }) as Promise<Digest>;
  }

  propose(command: Command, { via, signal, session }: ProposeOptions = {}): Promise<Answer> {
    return this.callUntil(signal, 'propose', { command, via, session }) as Promise<Answer>;
  }

  read(id: string, { via, signal, consistency }: ReadOptions): Promise<Answer> {
    return this.callUntil(signal, 'read', { id, via, consistency }) as Promise<Answer>;
  }

  async transfer(to: ServerId, { signal }: RequestOptions = {}): Promise<void> {
    await this.callUntil(signal, 'transfer', { to });
  }

  async change(change: ConfigurationChange, { signal }: RequestOptions = {}): Promise<void> {
    await this.callUntil(signal, 'change', { ...change });
  }

  async launch(): Promise<ServerId> {
    const launched = (await this.call('launch')) as ServerId;
    this.servers = [...this.servers, launched];
    return launched;
  }

  async crash(id: ServerId): Promise<void> {
    await this.call('crash', { id });
  }

  async restart(id: ServerId): Promise<void> {
    await this.call('restart', { id });
  }

  async partition(groups: readonly (readonly ServerId[])[]): Promise<void> {
    await this.call('partition', { groups });
  }

  async heal(): Promise<void> {
    await this.call('heal');
  }

  async faults(rules: FaultRules): Promise<void> {
    checkFaults(rules);
    if (this.process === null) this.rules = rules;
    else await this.call('faults', { ...rules });
  }

  async trace(listener: TraceListener | null): Promise<void> {
    if (listener !== null) this.listener = listener;
    if (this.process !== null) await this.call('trace', { on: listener !== null });
    this.listener = listener;
  }

  /** A call that its caller may give up. */
  private async callUntil(signal: AbortSignal | undefined, method: string, args: Args): Promise<unknown> {
    if (signal?.aborted) throw new Aborted('the signal had fired before anything was asked');
    const answer = this.call(method, args);
    const abort = this.abort.bind(this, this.lastCall);
    signal?.addEventListener('abort', abort);
    try {
      return await answer;
    } finally {
      signal?.removeEventListener('abort', abort);
    }
  }

  private call(method: string, args: Args = {}): Promise<unknown> {
    if (this.process === null) return Promise.reject(new Stopped('the cluster is not running'));
    if (this.process.gone !== null) return Promise.reject(this.process.gone);
    this.lastCall += 1;
    const call = this.lastCall;
    const answer = new Promise((resolve, reject) => this.calls.set(call, { resolve, reject }));
    this.process.write({ call, method, args });
    return answer;
  }

  /** The caller must not wait for the Go program to agree. */
  private abort(call: number): void {
    this.process?.write({ abort: call });
    this.take(call)?.reject(new Aborted('the signal fired before the answer came'));
  }

  private readonly onLine = (line: unknown): void => {
    const told = line as Line;
    if ('event' in told) this.listener?.(told.event);
    else if ('ok' in told) this.take(told.call)?.resolve(told.ok);
    else if ('error' in told && told.call !== undefined) this.take(told.call)?.reject(errorOf(told));
    else if ('error' in told) this.onEnd(errorOf(told));
  };

  /** Nobody who waits is left waiting when the program is gone. */
  private readonly onEnd = (error: Error): void => {
    for (const call of this.calls.keys()) this.take(call)?.reject(error);
  };

  private take(call: number): Call | undefined {
    const waiting = this.calls.get(call);
    this.calls.delete(call);
    return waiting;
  }
}
