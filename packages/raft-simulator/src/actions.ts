// Performs the actions of a schedule: faults and clients' requests.

import type { ConfigurationChange, LogIndex, ServerId } from '@three-ways/raft-core';
import type { Clients } from './clients.ts';
import type { Request } from './host.ts';
import type { MessageChecker } from './message-checks.ts';
import type { Network } from './network.ts';
import type { Action, Target } from './schedule.ts';
import type { SimServer } from './server.ts';

/** The parts of a simulation that actions work on. */
export interface SimContext {
  readonly servers: ReadonlyMap<ServerId, SimServer>;
  readonly network: Network;
  readonly clients: Clients;
  readonly messageChecker: MessageChecker;
  after(
    delay: number,
    event: { readonly type: 'request'; readonly server: ServerId; readonly request: Request },
  ): void;
  /** Runs one step of one server, which may change entries from `changedFrom` on. */
  runStep(server: SimServer, name: string, changedFrom: LogIndex, step: (server: SimServer) => void): void;
  propose(server: SimServer, request: Request): void;
  /** Starts a server that is down, unless it has started since that incarnation. */
  restart(server: ServerId, incarnation: number): void;
}

type ServerAction = Extract<
  Action,
  { type: 'crash' | 'crashAtWrite' | 'loseDisk' | 'isolate' | 'disk' | 'read' }
>;

export class Actions {
  private readonly context: SimContext;

  constructor(context: SimContext) {
    this.context = context;
  }

  /** The server that is meant: for 0 the leader of the newest term. */
  target(target: Target): SimServer | undefined {
    if (target !== 0) return this.context.servers.get(target);
    let newest: SimServer | undefined;
    for (const server of this.context.servers.values())
      if (server.alive && server.raft.role === 'leader')
        if (newest === undefined || server.raft.currentTerm > newest.raft.currentTerm) newest = server;
    return newest;
  }

  perform(action: Action): void {
    switch (action.type) {
      case 'partition':
        return this.context.network.partition(action.groups);
      case 'heal':
        return this.context.network.heal();
      case 'faults':
        this.context.network.faults = action.faults;
        return;
      case 'cut':
        return this.cut(action.from, action.to);
      case 'transfer':
        return this.attempt((rules, raft) => rules.startTransfer(raft, action.to));
      case 'change':
        return this.change(action.change);
      case 'command':
        return this.submit(action.via, this.context.clients.next(action.client), true);
      case 'plain':
        return this.submit(action.via, this.context.clients.plain(), action.forward);
      default:
        return this.performOnServer(action);
    }
  }

  private performOnServer(action: ServerAction): void {
    const { network, clients } = this.context;
    const server = this.target(action.type === 'read' ? action.via : action.server);
    if (server === undefined) return;
    if (action.type === 'isolate') network.isolate(server.id);
    else if (action.type === 'disk') server.disk.latency = action.latency;
    else if (!server.alive) return;
    else if (action.type === 'crash') server.crash(action.survivors, action.downFor);
    else if (action.type === 'loseDisk') server.loseDisk(action.downFor);
    else if (action.type === 'crashAtWrite') server.outbox.armed = action;
    else this.context.runStep(server, 'read', Infinity, () => server.read(clients.startRead()));
  }

  private cut(from: Target, to: Target): void {
    const [sender, receiver] = [this.target(from), this.target(to)];
    if (sender !== undefined && receiver !== undefined) this.context.network.cut(sender.id, receiver.id);
  }

  change(change: ConfigurationChange): void {
    const leader = this.target(0);
    const { type, server } = change;
    this.attempt((rules, raft) => {
      rules.proposeChange(raft, change);
      const { matchIndex } = raft.progress.get(server) ?? { matchIndex: 0 };
      if (type === 'promote') this.context.messageChecker.promoted(leader!, server, matchIndex);
    });
  }

  private attempt(operation: Parameters<SimServer['attempt']>[0]): void {
    const leader = this.target(0);
    if (leader !== undefined)
      this.context.runStep(leader, 'propose', Infinity, () => leader.attempt(operation));
  }

  /** Sends a client's command to a server, which takes it, forwards it to the leader, or drops it. */
  submit(via: Target, request: Request, forward: boolean): void {
    const server = this.target(via);
    if (server === undefined || !server.alive) return;
    const { role, leader } = server.raft;
    if (role === 'leader' || !forward) return this.context.propose(server, request);
    if (leader === null || leader === server.id) return;
    const { sequence: requestId, command } = request;
    const message = { type: 'ClientRequest', from: server.id, to: leader, requestId, command } as const;
    for (const delay of this.context.network.delaysOf(message))
      this.context.after(delay, { type: 'request', server: leader, request });
  }
}
