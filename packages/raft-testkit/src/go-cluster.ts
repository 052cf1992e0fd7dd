// The Go cluster behind the same contract: a Go program that speaks it as JSON lines on its standard streams, one call or
// answer a line (go-reference/cmd/cluster). Here are the calls; how lines travel is in line-process.ts.

import {
  Aborted,
  type Answer,
  type Cluster,
  type Command,
  type Digest,
  type FaultRules,
  InvalidArgument,
  NotLeader,
  Overloaded,
  type ProposeOptions,
  type RaftError,
  type ReadOptions,
  type ServerId,
  SessionExpired,
  type Settings,
  type Status,
  Stopped,
  settings,
  type TraceEvent,
  type TraceListener,
  Unavailable,
} from '@three-ways/raft-core';
import { LineProcess } from './line-process.ts';

/** A line from the Go program. */
type Line =
  | { readonly ready: true; readonly ids: readonly ServerId[] }
  | { readonly event: TraceEvent }
  | { readonly call: number; readonly ok: unknown }
  | { readonly call?: number; readonly error: WireError };

interface WireError {
  readonly name: string;
  readonly message: string;
  readonly leader?: ServerId | null;
}

interface Call {
  readonly resolve: (value: unknown) => void;
  readonly reject: (error: Error) => void;
}

export class GoCluster implements Cluster {
  readonly ids: readonly ServerId[];
  private readonly settings: Settings;
  private readonly command: string;
  private process: LineProcess | null = null;
  private readonly calls = new Map<number, Call>();
  private lastCall = 0;
  private listener: TraceListener | null = null;

  /**
   * @param command the path of the Go program
   * @throws InvalidArgument naming the setting that cannot be used
   */
  constructor(command: string, given: Partial<Settings> = {}) {
    this.command = command;
    this.settings = settings(given);
    this.ids = Array.from({ length: this.settings.servers }, (_, i) => i + 1);
  }

  async start(): Promise<void> {
    this.process ??= new LineProcess(this.command, { onLine: this.onLine, onEnd: this.onEnd });
    this.process.write({ settings: this.settings });
    await this.call('start');
  }

  async stop(): Promise<void> {
    if (this.process === null) return;
    await this.call('stop').catch(() => {}); // a program that has already ended has stopped
    await this.process.end();
    this.process = null;
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

  async propose(command: Command, { via, signal }: ProposeOptions = {}): Promise<Answer> {
    if (signal?.aborted) throw new Aborted('the signal had fired before the command was sent');
    const answer = this.call('propose', { command, via });
    const abort = this.abort.bind(this, this.lastCall);
    signal?.addEventListener('abort', abort);
    try {
      return (await answer) as Answer;
    } finally {
      signal?.removeEventListener('abort', abort);
    }
  }

  read(id: string, { via, consistency }: ReadOptions): Promise<Answer> {
    return this.call('read', { id, via, consistency }) as Promise<Answer>;
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
    await this.call('faults', { ...rules });
  }

  async trace(listener: TraceListener | null): Promise<void> {
    if (listener !== null) this.listener = listener;
    await this.call('trace', { on: listener !== null });
    this.listener = listener;
  }

  private call(method: string, args: Readonly<Record<string, unknown>> = {}): Promise<unknown> {
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
    else if ('error' in told && told.call !== undefined) this.take(told.call)?.reject(errorOf(told.error));
    else if ('error' in told) this.onEnd(errorOf(told.error));
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

/** An error of the contract, made again on this side of the process border. */
function errorOf({ name, message, leader }: WireError): RaftError | Error {
  switch (name) {
    case 'NotLeader':
      return Object.assign(new NotLeader(0, leader ?? null), { message });
    case 'Unavailable':
      return new Unavailable(message);
    case 'Aborted':
      return new Aborted(message);
    case 'Stopped':
      return new Stopped(message);
    case 'InvalidArgument':
      return new InvalidArgument(message);
    case 'Overloaded':
      return new Overloaded(message);
    case 'SessionExpired':
      return new SessionExpired(message);
    default:
      return new Error(`${name}: ${message}`);
  }
}
