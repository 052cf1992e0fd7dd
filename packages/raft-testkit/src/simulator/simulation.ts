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
import { Acts, type Stage } from './actions.ts';
import { Checker } from './checker.ts';
import { Clients } from './clients.ts';
import { Conversation } from './message-checks.ts';
import { Network } from './network.ts';
import { EventQueue } from './event-queue.ts';
import { Revival } from './liveness-check.ts';
import type { Rules } from './rules.ts';
import { type Act, type Schedule, type ScheduledAct, serversOf } from './schedule.ts';
import { SimServer } from './server.ts';
import { type Report, requireThat, Violation } from './violation.ts';
import type { Request, ServerEvent, World } from './host.ts';

type Event =
  | ServerEvent
  | { readonly type: 'deliver'; readonly message: Message }
  /** A client's command, passed on by the server that the client reached. */
  | { readonly type: 'request'; readonly server: ServerId; readonly request: Request }
  | { readonly type: 'act'; readonly act: ScheduledAct }
  | { readonly type: 'restart'; readonly server: ServerId; readonly life: number }
  | { readonly type: 'calm' }
  | { readonly type: 'probe' }
  | { readonly type: 'load' };

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
const probeInterval = 50;

export class Simulation implements World, Stage {
  readonly rules: Rules;
  readonly schedule: Schedule;
  readonly servers = new Map<ServerId, SimServer>();
  readonly checker: Checker;
  readonly clients: Clients;
  readonly network: Network;
  readonly conversation: Conversation;
  private readonly acts: Acts;
  private readonly revival: Revival;
  private readonly queue = new EventQueue<Event>();
  private readonly observer: Observer | undefined;
  private steps = 0;
  private lastAct = '';
  /** The entries from here on may be others than before the step. */
  private changedFrom: LogIndex = Infinity;
  private done = false;

  constructor(rules: Rules, schedule: Schedule, observer?: Observer) {
    this.rules = rules;
    this.schedule = schedule;
    this.observer = observer;
    this.network = new Network(schedule.seed, serversOf(schedule).length, schedule.weather);
    this.conversation = new Conversation(schedule);
    this.acts = new Acts(this);
    this.revival = new Revival(rules, schedule, this, this.acts);
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
        return this.acts.submit(event.server, event.request, false);
      case 'timer':
        return this.stepOf(event, (server) => server.fire(event.timer, event.turn));
      case 'synced':
        return this.stepOf(event, (server) => server.synced());
      case 'restart':
        return this.restart(event.server, event.life);
      case 'act':
        this.observer?.act?.(this.now, event.act.does);
        return this.acts.perform(event.act.does);
      case 'calm':
        return this.becomeCalm();
      case 'probe':
        return this.probe();
      case 'load':
        return this.goOn();
    }
  }

  private stepOf({ server: id, life, type }: ServerEvent, act: (server: SimServer) => void): void {
    const server = this.servers.get(id)!;
    if (server.alive && server.life === life) this.take(server, type, Infinity, act);
  }

  /** One step of one server, and the look at what has come of it. */
  take(server: SimServer, what: string, changedFrom: LogIndex, act: (server: SimServer) => void): void {
    this.steps += 1;
    this.lastAct = what;
    this.changedFrom = changedFrom;
    requireThat(this.steps < stepBound, 'liveness', () => `the run does not end after ${stepBound} steps`);
    const waiting = this.queue.size - this.schedule.acts.length;
    requireThat(waiting < queueBound, 'bounded memory', () => `${queueBound} messages are under way`);
    act(server);
    if (!server.alive) return;
    this.look(server);
    this.conversation.look(server);
  }

  private deliver(message: Message): void {
    const server = this.servers.get(message.to)!;
    if (!server.alive || message.type === 'ClientRequest' || message.type === 'ClientReply') return;
    this.receive(server, message);
  }

  private receive(server: SimServer, message: RaftMessage): void {
    const changedFrom =
      message.type === 'AppendEntries' && message.entries.length > 0 ? message.prevLogIndex + 1 : Infinity;
    this.conversation.arrives(server, message);
    this.take(server, message.type, changedFrom, () => {
      server.receive(message);
      this.conversation.received(server, message);
    });
  }

  propose(server: SimServer, request: Request): void {
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
    this.conversation.started(server);
    server.start(() => this.checker.started(server));
    this.observer?.started?.(this.now, server);
    if (server.alive) this.look(server);
  }

  restart(id: ServerId, life: number): void {
    const server = this.servers.get(id)!;
    if (server.life === life && !server.alive) this.start(server);
  }

  private becomeCalm(): void {
    this.observer?.calm?.(this.now);
    this.revival.begin();
    const { downForGood, load } = this.schedule;
    for (const server of this.servers.values())
      if (downForGood.includes(server.id)) this.stop(server);
      else if (!server.alive) this.start(server);
    this.probe();
    if (load > 0) this.goOn();
  }

  private stop(server: SimServer): void {
    if (server.alive) server.crash(0, Infinity);
    else server.life += 1; // its restart is not to come
  }

  /** Clients go on while the cluster comes back to life. */
  private goOn(): void {
    this.acts.submit(0, this.clients.plain(), true);
    if (this.clients.answered % 4 === 0) this.acts.perform({ act: 'read', via: 0 });
    this.queue.put(this.now + this.schedule.load, { type: 'load' });
  }

  private probe(): void {
    this.done = this.revival.probe(this.now);
    if (!this.done) this.queue.put(this.now + probeInterval, { type: 'probe' });
  }

  later(delay: number, event: Event): void {
    this.queue.put(this.now + delay, event);
  }

  // What servers ask of the world.

  after(delay: number, event: ServerEvent): void {
    this.queue.put(this.now + delay, event);
  }

  send(message: Message): void {
    this.checker.sent(message);
    this.conversation.sent(message, this.now);
    for (const delay of this.network.fates(message))
      this.queue.put(this.now + delay, { type: 'deliver', message });
  }

  wrote(server: SimServer): void {
    this.steps += 1;
    this.checker.wrote(server);
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
    this.revival.answered(index);
  }

  readServed(readId: number, server: SimServer): void {
    this.observer?.read?.(this.now, server);
    this.clients.serve(readId, server);
  }

  lostDisk({ id }: SimServer): void {
    this.checker.lostDisk(id);
  }

  crashed(server: SimServer): void {
    this.observer?.crashed?.(this.now, server);
    this.checker.crashed(server);
    if (server.downFor === Infinity) return;
    this.queue.put(this.now + server.downFor, { type: 'restart', server: server.id, life: server.life });
  }
}
