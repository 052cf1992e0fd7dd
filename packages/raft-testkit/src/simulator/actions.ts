// Does what a schedule says: the faults, and the clients' acts.

import type { ConfigurationChange, LogIndex, ServerId } from '@three-ways/raft-core';
import type { Clients } from './clients.ts';
import type { Conversation } from './message-checks.ts';
import type { Network } from './network.ts';
import type { Act, Target } from './schedule.ts';
import type { SimServer } from './server.ts';
import type { Request } from './host.ts';

/** What acts are performed on. */
export interface Stage {
  readonly servers: ReadonlyMap<ServerId, SimServer>;
  readonly network: Network;
  readonly clients: Clients;
  readonly conversation: Conversation;
  later(
    delay: number,
    event: { readonly type: 'request'; readonly server: ServerId; readonly request: Request },
  ): void;
  /** One step of one server; entries from this index on may change. */
  take(server: SimServer, what: string, changedFrom: LogIndex, act: (server: SimServer) => void): void;
  propose(server: SimServer, request: Request): void;
  /** Starts a server that is down, if this is still the life that it lost. */
  restart(server: ServerId, life: number): void;
}

export class Acts {
  private readonly stage: Stage;

  constructor(stage: Stage) {
    this.stage = stage;
  }

  /** Whoever is meant: for 0 the leader of the newest term. */
  target(target: Target): SimServer | undefined {
    if (target !== 0) return this.stage.servers.get(target);
    let newest: SimServer | undefined;
    for (const server of this.stage.servers.values())
      if (server.alive && server.raft.role === 'leader')
        if (newest === undefined || server.raft.currentTerm > newest.raft.currentTerm) newest = server;
    return newest;
  }

  perform(act: Act): void {
    switch (act.act) {
      case 'partition':
        return this.stage.network.partition(act.groups);
      case 'heal':
        return this.stage.network.heal();
      case 'weather':
        this.stage.network.weather = act.weather;
        return;
      case 'cut':
        return this.cut(act.from, act.to);
      case 'transfer':
        return this.attempt((rules, raft) => rules.startTransfer(raft, act.to));
      case 'change':
        return this.change(act.change);
      case 'command':
        return this.submit(act.via, this.stage.clients.next(act.client), true);
      case 'plain':
        return this.submit(act.via, this.stage.clients.plain(), act.forward);
      default:
        return this.actOn(act);
    }
  }

  private actOn(
    act: Extract<Act, { act: 'crash' | 'crashAtWrite' | 'loseDisk' | 'isolate' | 'disk' | 'read' }>,
  ): void {
    const server = this.target(act.act === 'read' ? act.via : act.server);
    if (server === undefined) return;
    if (act.act === 'isolate') this.stage.network.isolate(server.id);
    else if (act.act === 'disk') server.disk.latency = act.latency;
    else if (!server.alive) return;
    else if (act.act === 'crash') server.crash(act.survivors, act.downFor);
    else if (act.act === 'loseDisk') server.loseDisk(act.downFor);
    else if (act.act === 'crashAtWrite') server.outbox.armed = act;
    else this.stage.take(server, 'read', Infinity, () => server.read(this.stage.clients.startRead()));
  }

  private cut(from: Target, to: Target): void {
    const [one, other] = [this.target(from), this.target(to)];
    if (one !== undefined && other !== undefined) this.stage.network.cut(one.id, other.id);
  }

  change(change: ConfigurationChange): void {
    const leader = this.target(0);
    const { type, server } = change;
    this.attempt((rules, raft) => {
      rules.proposeChange(raft, change);
      const { matchIndex } = raft.progress.get(server) ?? { matchIndex: 0 };
      if (type === 'promote') this.stage.conversation.promoted(leader!, server, matchIndex);
    });
  }

  private attempt(act: Parameters<SimServer['attempt']>[0]): void {
    const leader = this.target(0);
    if (leader !== undefined) this.stage.take(leader, 'propose', Infinity, () => leader.attempt(act));
  }

  /** A client's command reaches a server, which takes it, passes it on to the leader, or has no use for it. */
  submit(via: Target, request: Request, forward: boolean): void {
    const server = this.target(via);
    if (server === undefined || !server.alive) return;
    const { role, leader } = server.raft;
    if (role === 'leader' || !forward) return this.stage.propose(server, request);
    if (leader === null || leader === server.id) return;
    const { sequence: requestId, command } = request;
    const message = { type: 'ClientRequest', from: server.id, to: leader, requestId, command } as const;
    for (const delay of this.stage.network.fates(message))
      this.stage.later(delay, { type: 'request', server: leader, request });
  }
}
