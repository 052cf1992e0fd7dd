// A cluster on one hub, and its interface to code outside: each promise there is a greenlet here.

import { type AsyncResult, type Green, type Hub, RealHub } from '@three-ways/greenlet';
import { Aborted, onAbort } from '@three-ways/raft-cluster';
import type { Answer, Settings } from '@three-ways/raft-core';
import { type Clients, InProcessCluster } from '@three-ways/raft-in-process';
import type { Clients as GreenClients } from './clients.ts';
import { Server } from './server.ts';

export class CoroutineCluster extends InProcessCluster {
  /**
   * @param hub the hub of the servers; by default a new one on real time
   * @throws InvalidArgument naming the setting that cannot be used
   */
  constructor(given: Partial<Settings> = {}, hub: Hub = new RealHub()) {
    super(
      (id, settings, deps) => {
        const server = new Server(hub, id, settings, deps);
        return {
          raft: server.raft,
          machine: server.machine,
          get running() {
            return server.running;
          },
          start: () => server.start(),
          stop: () => outside(hub, server.stop()),
          clients: clientsOutside(hub, server.clients),
        };
      },
      given,
      hub, // which is a clock as well
    );
  }
}

function clientsOutside(hub: Hub, clients: GreenClients): Clients {
  const promised = (answer: AsyncResult<Answer>, signal?: AbortSignal) =>
    abandonable(answer.toPromise(), signal, () => clients.abandon(answer));
  return {
    propose: (command, signal) => promised(clients.propose(command), signal),
    read: (id, signal) => outside(hub, clients.read(id), signal),
    transfer: (to, signal) => outside(hub, clients.transfer(to), signal),
    change: async (change, signal) => void (await promised(clients.change(change), signal)),
  };
}

/** Runs a greenlet for an abortable call. @throws Aborted */
function outside<T>(hub: Hub, body: Green<T>, signal?: AbortSignal): Promise<T> {
  const greenlet = hub.spawn(body);
  const gaveUp = () => greenlet.throw(new Aborted('the signal fired before the answer came'));
  return abandonable(greenlet.toPromise(), signal, gaveUp);
}

function abandonable<T>(answer: Promise<T>, signal: AbortSignal | undefined, gaveUp: () => void): Promise<T> {
  if (signal === undefined) return answer;
  const registration = onAbort(signal, gaveUp);
  return answer.finally(() => registration[Symbol.dispose]());
}
