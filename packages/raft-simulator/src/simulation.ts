// A run in virtual time. Each event is one step of one server or one action of the schedule; after each step the server's
// invariants are checked. After the faults end, liveness is checked.

import type { Message } from '@three-ways/raft-cluster';
import type { Answer, Command, LogIndex, RaftMessage, ServerId } from '@three-ways/raft-core';
import type { Refusal } from '@three-ways/raft-kv';
import { Actions, type SimContext } from './actions.ts';
import { Checker } from './checker.ts';
import { Clients } from './clients.ts';
import { EventQueue } from './event-queue.ts';
import type { Host, HostedServer, Request, ServerEvent } from './host.ts';
import { LivenessCheck } from './liveness-check.ts';
import { MessageChecker } from './message-checks.ts';
import { Network } from './network.ts';
import type { Rules } from './rules.ts';
import { type Action, type Schedule, serversOf } from './schedule.ts';
import { SimServer } from './server.ts';
import { requireThat, Violation, type ViolationReport } from './violation.ts';

type Event =
  | ServerEvent
  | { readonly type: 'deliver'; readonly message: Message }
  /** A client's command, forwarded to the leader. */
  | { readonly type: 'request'; readonly server: ServerId; readonly request: Request }
  | { readonly type: 'action'; readonly action: Action }
  | { readonly type: 'restart'; readonly server: ServerId; readonly incarnation: number }
  | { readonly type: 'faultsEnd' }
  | { readonly type: 'probe' }
  | { readonly type: 'load' };

/** Optional callbacks on a run. Times are virtual (ms). */
export interface Observer {
  action?(at: number, action: Action): void;
  started?(at: number, server: HostedServer): void;
  crashed?(at: number, server: HostedServer): void;
  restored?(server: HostedServer, index: LogIndex): void;
  applied?(server: HostedServer, index: LogIndex, answer: Answer | Refusal): void;
  answered?(at: number, request: Request, index: LogIndex, answer: Answer | Refusal): void;
  read?(at: number, server: HostedServer): void;
  faultsEnded?(at: number): void;
}

export interface Outcome {
  readonly violation: ViolationReport | null;
  readonly steps: number;
  /** Virtual time (ms). */
  readonly ms: number;
  readonly answered: number;
  readonly readsServed: number;
  readonly committed: number;
}

/** Bounds on steps, and on events pending beside the schedule's actions: more means that a run never ends. */
const maxSteps = 200_000;
const maxQueued = 2000;
/** Interval of the liveness check (ms). */
const probeInterval = 50;

export class Simulation implements Host, SimContext {
  readonly rules: Rules;
  readonly schedule: Schedule;
  readonly servers = new Map<ServerId, SimServer>();
  readonly checker: Checker;
  readonly clients: Clients;
  readonly network: Network;
  readonly messageChecker: MessageChecker;
  private readonly actions: Actions;
  private readonly livenessCheck: LivenessCheck;
  private readonly queue = new EventQueue<Event>();
  private readonly observer: Observer | undefined;
  private steps = 0;
  /** Name of the last step. */
  private lastStep = '';
  /** First index of the entries that the step may have changed. */
  private changedFrom: LogIndex = Infinity;
  private done = false;

  constructor(rules: Rules, schedule: Schedule, observer?: Observer) {
    this.rules = rules;
    this.schedule = schedule;
    this.observer = observer;
    this.network = new Network(schedule.seed, serversOf(schedule).length, schedule.faults);
    this.messageChecker = new MessageChecker(schedule);
    this.actions = new Actions(this);
    this.livenessCheck = new LivenessCheck(rules, schedule, this, this.actions);
    this.checker = new Checker(rules, this.servers);
    this.clients = new Clients(this.checker.log);
    for (const id of serversOf(schedule)) this.servers.set(id, new SimServer(this, id));
    for (const { at, action } of schedule.actions) this.queue.put(at, { type: 'action', action });
    this.queue.put(schedule.faultsEndAt, { type: 'faultsEnd' });
  }

  get now(): number {
    return this.queue.now;
  }

  /** Runs until the cluster has recovered, an invariant is violated, or `shouldContinue` returns false. */
  run(shouldContinue: () => boolean = () => true): Outcome {
    let violation: ViolationReport | null = null;
    try {
      for (const server of this.servers.values()) this.start(server);
      while (!this.done && shouldContinue()) this.step();
    } catch (error) {
      violation = this.report(error);
    }
    const { steps, now: ms, clients, checker } = this;
    const { answered, readsServed } = clients;
    return { violation, steps, ms, answered, readsServed, committed: checker.log.commitIndex };
  }

  /** Any error that the rules throw is a violation: their only input is what rules have sent. */
  private report(error: unknown): ViolationReport {
    const { seed } = this.schedule;
    const where = { seed, step: this.steps, at: this.now };
    if (error instanceof Violation) return { ...where, invariant: error.invariant, message: error.message };
    const { name, message: text, stack } = error as Error;
    const place = /at (.*)/.exec(stack ?? '')?.[1] ?? '';
    const message = `${this.lastStep} ends in ${name}: ${text} (${place.replace(/[( ]*(file:)?\/.*\//, ' in ')}`;
    return { ...where, invariant: 'rules accept what rules send', message };
  }

  private step(): void {
    const event = this.queue.take()!;
    switch (event.type) {
      case 'deliver':
        return this.deliver(event.message);
      case 'request':
        return this.actions.submit(event.server, event.request, false);
      case 'timer':
        return this.stepOf(event, (server) => server.fire(event.timer, event.epoch));
      case 'synced':
        return this.stepOf(event, (server) => server.synced());
      case 'restart':
        return this.restart(event.server, event.incarnation);
      case 'action':
        this.observer?.action?.(this.now, event.action);
        return this.actions.perform(event.action);
      case 'faultsEnd':
        return this.endFaults();
      case 'probe':
        return this.probe();
      case 'load':
        return this.sendLoad();
    }
  }

  private stepOf({ server: id, incarnation, type }: ServerEvent, step: (server: SimServer) => void): void {
    const server = this.servers.get(id)!;
    if (server.alive && server.incarnation === incarnation) this.runStep(server, type, Infinity, step);
  }

  /** Runs one step of one server and checks its state. */
  runStep(server: SimServer, name: string, changedFrom: LogIndex, step: (server: SimServer) => void): void {
    this.steps += 1;
    this.lastStep = name;
    this.changedFrom = changedFrom;
    requireThat(this.steps < maxSteps, 'liveness', () => `the run does not end after ${maxSteps} steps`);
    const waiting = this.queue.size - this.schedule.actions.length;
    requireThat(waiting < maxQueued, 'bounded memory', () => `${maxQueued} messages are in flight`);
    step(server);
    if (!server.alive) return;
    this.check(server);
    this.messageChecker.check(server);
  }

  private deliver(message: Message): void {
    const server = this.servers.get(message.to)!;
    if (!server.alive || message.type === 'ClientRequest' || message.type === 'ClientReply') return;
    this.receive(server, message);
  }

  private receive(server: SimServer, message: RaftMessage): void {
    const changedFrom =
      message.type === 'AppendEntries' && message.entries.length > 0 ? message.prevLogIndex + 1 : Infinity;
    this.messageChecker.beforeReceive(server, message);
    this.runStep(server, message.type, changedFrom, () => {
      server.receive(message);
      this.messageChecker.received(server, message);
    });
  }

  propose(server: SimServer, request: Request): void {
    this.runStep(server, 'propose', Infinity, () => {
      const { settings } = this.schedule;
      if (!server.propose(request) || !server.alive) return;
      const { log, commitIndex } = server.raft;
      requireThat(
        log.lastIndex - commitIndex <= settings.maxUncommitted,
        'bounded memory',
        () => `leader ${server.id} accepts entry ${log.lastIndex} with only ${commitIndex} committed`,
      );
    });
  }

  private start(server: SimServer): void {
    this.messageChecker.started(server);
    server.start(() => this.checker.started(server));
    this.observer?.started?.(this.now, server);
    if (server.alive) this.check(server);
  }

  restart(id: ServerId, incarnation: number): void {
    const server = this.servers.get(id)!;
    if (server.incarnation === incarnation && !server.alive) this.start(server);
  }

  private endFaults(): void {
    this.observer?.faultsEnded?.(this.now);
    this.livenessCheck.begin();
    const { permanentlyDown, loadInterval } = this.schedule;
    for (const server of this.servers.values())
      if (permanentlyDown.includes(server.id)) this.stop(server);
      else if (!server.alive) this.start(server);
    this.probe();
    if (loadInterval > 0) this.sendLoad();
  }

  private stop(server: SimServer): void {
    if (server.alive) server.crash(0, Infinity);
    else server.incarnation += 1; // cancels a pending restart
  }

  /** Clients go on while the cluster recovers. */
  private sendLoad(): void {
    this.actions.submit(0, this.clients.plain(), true);
    if (this.clients.answered % 4 === 0) this.actions.perform({ type: 'read', via: 0 });
    this.queue.put(this.now + this.schedule.loadInterval, { type: 'load' });
  }

  private probe(): void {
    this.done = this.livenessCheck.probe(this.now);
    if (!this.done) this.queue.put(this.now + probeInterval, { type: 'probe' });
  }

  // The host of the servers.

  after(delay: number, event: Event): void {
    this.queue.put(this.now + delay, event);
  }

  send(message: Message): void {
    this.checker.sent(message);
    this.messageChecker.sent(message, this.now);
    for (const delay of this.network.delaysOf(message))
      this.queue.put(this.now + delay, { type: 'deliver', message });
  }

  markedStable(server: HostedServer): void {
    this.steps += 1;
    this.checker.markedStable(server);
  }

  restored(server: HostedServer, index: LogIndex): void {
    this.observer?.restored?.(server, index);
  }

  check(server: HostedServer): void {
    this.checker.check(server, this.changedFrom);
    this.changedFrom = Infinity;
  }

  applied(server: HostedServer, index: LogIndex, command: Command, answer: Answer | Refusal): void {
    this.observer?.applied?.(server, index, answer);
    this.checker.log.apply(index, command, answer);
  }

  answered(request: Request, index: LogIndex, answer: Answer | Refusal): void {
    this.observer?.answered?.(this.now, request, index, answer);
    this.clients.answer(request, index, answer);
    this.livenessCheck.answered(index);
  }

  readServed(readId: number, server: HostedServer): void {
    this.observer?.read?.(this.now, server);
    this.clients.serve(readId, server);
  }

  lostDisk({ id }: HostedServer): void {
    this.checker.lostDisk(id);
  }

  crashed(server: HostedServer): void {
    this.observer?.crashed?.(this.now, server);
    this.checker.crashed(server);
    if (server.downFor === Infinity) return;
    this.queue.put(this.now + server.downFor, {
      type: 'restart',
      server: server.id,
      incarnation: server.incarnation,
    });
  }
}
