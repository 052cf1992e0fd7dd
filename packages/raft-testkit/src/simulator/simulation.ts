// A run: virtual time goes on from event to event, each event is one server's step or one act of the schedule, and after
// each the server that took it is judged. When the faults end, the cluster must come back to life within a bound.

import type {
  Answer,
  Command,
  LogIndex,
  Message,
  RaftMessage,
  Refusal,
  ServerId,
} from '@three-ways/raft-core';
import { Checker } from './checker.ts';
import { Clients } from './clients.ts';
import { Network } from './network.ts';
import { EventQueue } from './queue.ts';
import type { Rules } from './rules.ts';
import { type Act, type Schedule, type ScheduledAct, serversOf, type Target } from './schedule.ts';
import { type Request, type ServerEvent, SimServer, type World } from './server.ts';
import { type Report, requireThat, Violation } from './violation.ts';

type Event =
  | ServerEvent
  | { readonly type: 'deliver'; readonly message: Message }
  /** A client's command, passed on by the server that the client reached. */
  | { readonly type: 'request'; readonly server: ServerId; readonly request: Request }
  | { readonly type: 'act'; readonly act: ScheduledAct }
  | { readonly type: 'restart'; readonly server: ServerId; readonly life: number }
  | { readonly type: 'calm' }
  | { readonly type: 'probe' };

/** Hears what happens, if anybody listens. */
export interface Observer {
  act?(at: number, act: Act): void;
  started?(at: number, server: SimServer): void;
  crashed?(at: number, server: SimServer): void;
  restored?(server: SimServer, index: LogIndex): void;
  applied?(server: SimServer, index: LogIndex, answer: Answer | Refusal): void;
  answered?(at: number, request: Request, index: LogIndex, answer: Answer | Refusal): void;
  read?(at: number, server: SimServer): void;
  calm?(at: number): void;
}

export interface Outcome {
  readonly violation: Report | null;
  readonly steps: number;
  /** Virtual time (ms). */
  readonly ms: number;
  readonly answered: number;
  readonly readsServed: number;
  readonly committed: number;
}

/** Beyond so many steps a run has lost its way; beyond so many events to come, messages breed messages. */
const stepBound = 200_000;
const queueBound = 2000;
/** So many of the longest election timeouts may pass until the calm cluster has committed and caught up. */
const timeoutsUntilAlive = 40;
const probeInterval = 50;

export class Simulation implements World {
  readonly rules: Rules;
  readonly schedule: Schedule;
  readonly servers = new Map<ServerId, SimServer>();
  readonly checker: Checker;
  readonly clients: Clients;
  private readonly network: Network;
  private readonly queue = new EventQueue<Event>();
  private readonly observer: Observer | undefined;
  private steps = 0;
  private lastAct = '';
  /** The entries from here on may be others than before the step. */
  private changedFrom: LogIndex = Infinity;
  private calm = false;
  /** The index of the first command that was answered after the faults had ended. */
  private alive: LogIndex | null = null;
  private done = false;

  constructor(rules: Rules, schedule: Schedule, observer?: Observer) {
    this.rules = rules;
    this.schedule = schedule;
    this.observer = observer;
    this.network = new Network(schedule.seed, serversOf(schedule).length, schedule.weather);
    this.checker = new Checker(rules, this.servers);
    this.clients = new Clients(this.checker.log);
    for (const id of serversOf(schedule)) this.servers.set(id, new SimServer(this, id));
    for (const act of schedule.acts) this.queue.put(act.at, { type: 'act', act });
    this.queue.put(schedule.calmAt, { type: 'calm' });
  }

  get now(): number {
    return this.queue.now;
  }

  /** Runs until the cluster has come back to life, an invariant does not hold, or `goesOn` says no. */
  run(goesOn: () => boolean = () => true): Outcome {
    let violation: Report | null = null;
    try {
      for (const server of this.servers.values()) this.start(server);
      while (!this.done && goesOn()) this.step();
    } catch (error) {
      violation = this.report(error);
    }
    const { steps, now: ms, clients, checker } = this;
    const { answered, readsServed } = clients;
    return { violation, steps, ms, answered, readsServed, committed: checker.log.commitIndex };
  }

  /** An error that the rules throw on what the rules have sent is a violation, whatever it is. */
  private report(error: unknown): Report {
    const { seed } = this.schedule;
    const where = { seed, step: this.steps, at: this.now };
    if (error instanceof Violation) return { ...where, invariant: error.invariant, sentence: error.message };
    const { name, message, stack } = error as Error;
    const place = /at (.*)/.exec(stack ?? '')?.[1] ?? '';
    const sentence = `${this.lastAct} ends in ${name}: ${message} (${place.replace(/[( ]*(file:)?\/.*\//, ' in ')}`;
    return { ...where, invariant: 'rules accept what rules send', sentence };
  }

  private step(): void {
    const event = this.queue.take()!;
    switch (event.type) {
      case 'deliver':
        return this.deliver(event.message);
      case 'request':
        return this.deliverRequest(event.server, event.request);
      case 'timer':
        return this.stepOf(event, (server) => server.fire(event.timer, event.turn));
      case 'synced':
        return this.stepOf(event, (server) => server.synced());
      case 'restart':
        return this.restart(event.server, event.life);
      case 'act':
        return this.act(event.act.does);
      case 'calm':
        return this.becomeCalm();
      case 'probe':
        return this.probe();
    }
  }

  private stepOf({ server: id, life, type }: ServerEvent, act: (server: SimServer) => void): void {
    const server = this.servers.get(id)!;
    if (server.alive && server.life === life) this.take(server, type, Infinity, act);
  }

  /** One step of one server, and the look at what has come of it. */
  private take(
    server: SimServer,
    what: string,
    changedFrom: LogIndex,
    act: (server: SimServer) => void,
  ): void {
    this.steps += 1;
    this.lastAct = what;
    this.changedFrom = changedFrom;
    requireThat(this.steps < stepBound, 'liveness', () => `the run does not end after ${stepBound} steps`);
    requireThat(this.queue.size < queueBound, 'bounded memory', () => `${queueBound} messages are under way`);
    act(server);
    if (server.alive) this.look(server);
  }

  private deliver(message: Message): void {
    const server = this.servers.get(message.to)!;
    if (!server.alive || message.type === 'ClientRequest' || message.type === 'ClientReply') return;
    this.receive(server, message);
  }

  private deliverRequest(id: ServerId, request: Request): void {
    const server = this.servers.get(id)!;
    if (server.alive) this.propose(server, request);
  }

  private receive(server: SimServer, message: RaftMessage): void {
    const changedFrom =
      message.type === 'AppendEntries' && message.entries.length > 0 ? message.prevLogIndex + 1 : Infinity;
    this.take(server, message.type, changedFrom, () => server.receive(message));
  }

  private propose(server: SimServer, request: Request): void {
    this.take(server, 'propose', Infinity, () => {
      const { settings } = this.schedule;
      if (!server.propose(request) || !server.alive) return;
      const { log, commitIndex } = server.raft;
      requireThat(
        log.lastIndex - commitIndex <= settings.maxUncommitted,
        'bounded memory',
        () => `leader ${server.id} has taken entry ${log.lastIndex} with only ${commitIndex} committed`,
      );
    });
  }

  private start(server: SimServer): void {
    server.start(() => this.checker.started(server));
    this.observer?.started?.(this.now, server);
    if (server.alive) this.look(server);
  }

  private restart(id: ServerId, life: number): void {
    const server = this.servers.get(id)!;
    if (server.life === life && !server.alive) this.start(server);
  }

  private target(target: Target): SimServer | undefined {
    if (target !== 0) return this.servers.get(target);
    let newest: SimServer | undefined;
    for (const server of this.servers.values())
      if (server.alive && server.raft.role === 'leader')
        if (newest === undefined || server.raft.currentTerm > newest.raft.currentTerm) newest = server;
    return newest;
  }

  private act(act: Act): void {
    this.observer?.act?.(this.now, act);
    switch (act.act) {
      case 'partition':
        return this.network.partition(act.groups);
      case 'heal':
        return this.network.heal();
      case 'weather':
        this.network.weather = act.weather;
        return;
      case 'cut':
        return this.cut(act.from, act.to);
      case 'transfer':
        return this.attempt((rules, raft) => rules.startTransfer(raft, act.to));
      case 'change':
        return this.attempt((rules, raft) => void rules.proposeChange(raft, act.change));
      case 'command':
        return this.submit(act.via, this.clients.next(act.client), true);
      case 'plain':
        return this.submit(act.via, this.clients.plain(), act.forward);
      default:
        return this.actOn(act);
    }
  }

  private actOn(act: Extract<Act, { act: 'crash' | 'crashAtWrite' | 'isolate' | 'disk' | 'read' }>): void {
    const server = this.target(act.act === 'read' ? act.via : act.server);
    if (server === undefined) return;
    if (act.act === 'isolate') this.network.isolate(server.id);
    else if (act.act === 'disk') server.disk.latency = act.latency;
    else if (!server.alive) return;
    else if (act.act === 'crash') server.crash(act.survivors, act.downFor);
    else if (act.act === 'crashAtWrite') server.armed = act;
    else this.take(server, 'read', Infinity, () => server.read(this.clients.startRead()));
  }

  private cut(from: Target, to: Target): void {
    const [one, other] = [this.target(from), this.target(to)];
    if (one !== undefined && other !== undefined) this.network.cut(one.id, other.id);
  }

  private attempt(act: Parameters<SimServer['attempt']>[0]): void {
    const leader = this.target(0);
    if (leader !== undefined) this.take(leader, 'propose', Infinity, () => leader.attempt(act));
  }

  /** A client's command reaches a server, which takes it, passes it on to the leader, or has no use for it. */
  private submit(via: Target, request: Request, forward: boolean): void {
    const server = this.target(via);
    if (server === undefined || !server.alive) return;
    const { role, leader } = server.raft;
    if (role === 'leader' || !forward) return this.propose(server, request);
    if (leader === null || leader === server.id) return;
    const { sequence: requestId, command } = request;
    const message = { type: 'ClientRequest', from: server.id, to: leader, requestId, command } as const;
    for (const delay of this.network.fates(message))
      this.queue.put(this.now + delay, { type: 'request', server: leader, request });
  }

  /** The faults end: all servers run, all messages arrive, and commands come until one is answered. */
  private becomeCalm(): void {
    this.calm = true;
    this.observer?.calm?.(this.now);
    this.network.becomeCalm();
    for (const server of this.servers.values()) {
      server.armed = null;
      server.disk.latency = Math.min(server.disk.latency, 5);
      if (!server.alive) this.start(server);
    }
    this.queue.put(this.now, { type: 'probe' });
  }

  private probe(): void {
    const { settings, calmAt } = this.schedule;
    requireThat(this.now - calmAt < timeoutsUntilAlive * settings.electionTimeout[1], 'liveness', () =>
      this.whatIsMissing(),
    );
    if (!settings.checkQuorum) this.stopRemoved();
    if (this.alive === null) this.submit(0, this.clients.plain(), true);
    else if (this.haveCaughtUp(this.alive)) {
      this.done = true;
      return;
    }
    this.queue.put(this.now + probeInterval, { type: 'probe' });
  }

  private whatIsMissing(): string {
    if (this.target(0) === undefined) return 'the faults have ended long ago, and nobody leads';
    if (this.alive === null) return 'the faults have ended long ago, and no command is answered';
    return `the faults have ended long ago, and not all voters have applied index ${this.alive}`;
  }

  /** Nothing but check-quorum keeps removed servers from disturbing: without it they must be stopped (§6). */
  private stopRemoved(): void {
    const leader = this.target(0);
    if (leader === undefined) return;
    const { index, configuration } = leader.raft.configurations.at(-1)!;
    if (index > leader.raft.commitIndex) return;
    for (const server of this.servers.values())
      if (server.alive && !this.rules.isMember(configuration, server.id)) server.crash(0, Infinity);
  }

  private haveCaughtUp(index: LogIndex): boolean {
    const leader = this.target(0);
    if (leader === undefined) return false;
    const { voters } = this.rules.configurationOf(leader.raft);
    return voters.every((id) => {
      const { alive, raft } = this.servers.get(id)!;
      return alive && raft.lastApplied >= index;
    });
  }

  // What servers ask of the world.

  after(delay: number, event: ServerEvent): void {
    this.queue.put(this.now + delay, event);
  }

  send(message: Message): void {
    this.checker.sent(message);
    for (const delay of this.network.fates(message))
      this.queue.put(this.now + delay, { type: 'deliver', message });
  }

  wrote(): void {
    this.steps += 1;
  }

  restored(server: SimServer, index: LogIndex): void {
    this.observer?.restored?.(server, index);
  }

  look(server: SimServer): void {
    this.checker.look(server, this.changedFrom);
    this.changedFrom = Infinity;
  }

  applied(server: SimServer, index: LogIndex, command: Command, answer: Answer | Refusal): void {
    this.observer?.applied?.(server, index, answer);
    this.checker.log.apply(index, command, answer);
  }

  answered(request: Request, index: LogIndex, answer: Answer | Refusal): void {
    this.observer?.answered?.(this.now, request, index, answer);
    this.clients.answer(request, index, answer);
    if (this.calm && this.alive === null) this.alive = index;
  }

  readServed(readId: number, server: SimServer): void {
    this.observer?.read?.(this.now, server);
    this.clients.serve(readId, server);
  }

  crashed(server: SimServer): void {
    this.observer?.crashed?.(this.now, server);
    this.checker.crashed(server);
    if (server.downFor === Infinity) return;
    this.queue.put(this.now + server.downFor, { type: 'restart', server: server.id, life: server.life });
  }
}
