// The real Go cluster, compiled to WebAssembly, on a virtual clock. It speaks the JSON lines of go-reference/cmd/cluster.

import { errorOf, type TraceEvent } from '@three-ways/raft-cluster';
import { RaftError, type ServerId, type Settings } from '@three-ways/raft-core';
import type { LiveCluster, Machine, Watcher } from '../engine/machine.ts';
import { type GoProgram, HostClock, startGo } from './go-host.ts';

/** A line of output: an answer, an event, or what a probe tells. */
type Output =
  | { readonly call: number; readonly ok: unknown }
  | {
      readonly call?: number;
      readonly error: string;
      readonly message: string;
      readonly leader: ServerId | null;
    }
  | { readonly event: TraceEvent; readonly message: number };

/** What the program adds to its page's object. */
interface Page {
  readonly settings: string;
  readonly line: (line: string) => void;
  readonly failed: (message: string) => void;
  call?: (line: string) => void;
  interfere?: (interference: string) => void;
}

/** @param program the program, loaded on demand */
export async function goMachine(
  program: GoProgram,
  settings: Partial<Settings>,
  watcher: Watcher,
): Promise<Machine> {
  const clock = new HostClock();
  const answers = new Map<number, PromiseWithResolvers<unknown>>();
  let failure: string | null = null;
  const page: Page = {
    settings: JSON.stringify(settings),
    failed: (message) => {
      failure = message;
    },
    line: (text) => receive(JSON.parse(text) as Output),
  };
  const probes = {
    reachedLine: (server: ServerId, task: number, place: number) => watcher.line({ server, task, place }),
  };

  function receive(output: Output): void {
    if ('event' in output) return watcher.event(output.event, output.message);
    const waiting = answers.get(output.call ?? 0);
    answers.delete(output.call ?? 0);
    if ('ok' in output) waiting?.resolve(output.ok);
    else waiting?.reject(errorOf(output));
  }

  await startGo(program, clock, settings.seed ?? 1, { threeWays: page }, { threeWays: probes });
  if (failure !== null) throw new RaftError(failure);
  return {
    cluster: new GoLiveCluster(page, answers, settings.servers ?? 3),
    now: () => clock.now(),
    after: (ms, callback) => void clock.set(ms, callback),
    advanceTo: (time) => clock.advanceTo(time),
    interfere: (interference) => page.interfere?.(JSON.stringify(interference)),
  };
}

class GoLiveCluster implements LiveCluster {
  readonly ids: ServerId[];
  private readonly page: Page;
  private readonly answers: Map<number, PromiseWithResolvers<unknown>>;
  private calls = 0;

  constructor(page: Page, answers: Map<number, PromiseWithResolvers<unknown>>, servers: number) {
    this.page = page;
    this.answers = answers;
    this.ids = Array.from({ length: servers }, (_, i) => i + 1);
  }

  start = () => this.call<void>('start');
  stop = () => this.call<void>('stop');
  crash = (id: ServerId) => this.call<void>('crash', { id });
  restart = (id: ServerId) => this.call<void>('restart', { id });
  heal = () => this.call<void>('heal');
  partition: LiveCluster['partition'] = (groups) => this.call('partition', { groups });
  faults: LiveCluster['faults'] = (rules) => this.call('faults', { ...rules });
  transfer: LiveCluster['transfer'] = (to) => this.call('transfer', { to });
  change: LiveCluster['change'] = (change) => this.call('change', { ...change });
  propose: LiveCluster['propose'] = (command, options = {}) =>
    this.call('propose', { command, ...(options.via !== undefined && { via: options.via }) });

  async launch(): Promise<ServerId> {
    const id = await this.call<ServerId>('launch');
    this.ids.push(id);
    return id;
  }

  private call<T>(method: string, args: Record<string, unknown> = {}): Promise<T> {
    this.calls += 1;
    const answer = Promise.withResolvers<unknown>();
    this.answers.set(this.calls, answer);
    this.page.call?.(JSON.stringify({ call: this.calls, method, args }));
    return answer.promise as Promise<T>;
  }
}
