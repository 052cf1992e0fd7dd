// A whole cluster on one hub, and the door to it: what code outside asks for with a promise, a greenlet does within.

import { type AsyncResult, type Green, type Hub, RealHub } from '@three-ways/greenlet';
import { Aborted, type Settings } from '@three-ways/raft-core';
import { type Clients, InProcessCluster } from '@three-ways/raft-in-process';
import type { Clients as GreenClients } from './clients.ts';
import { Server } from './server.ts';

export class CoroutineCluster extends InProcessCluster {
  /**
   * @param hub which the servers run on; one of their own, on real time, unless given
   * @throws InvalidArgument naming the setting that cannot be used
   */
  constructor(given: Partial<Settings> = {}, hub: Hub = new RealHub()) {
    super(
      (id, settings, surroundings) => {
        const server = new Server(hub, id, settings, surroundings);
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
  return {
    propose: (command, signal) => unlessAborted(clients.propose(command), signal),
    read: (id, signal) => outside(hub, clients.read(id), signal),
    transfer: (to, signal) => outside(hub, clients.transfer(to), signal),
    change: (change, signal) => outside(hub, clients.change(change), signal),
  };
}

/** Hands an answer out to somebody who may abandon it. @throws Aborted */
function unlessAborted<T>(answer: AsyncResult<T>, signal?: AbortSignal): Promise<T> {
  return signal === undefined ? answer.toPromise() : abandonable(answer, signal);
}

function abandonable<T>(answer: AsyncResult<T>, signal: AbortSignal): Promise<T> {
  return new Promise((resolve, reject) => {
    const abandon = () => reject(new Aborted('the signal fired before the answer came'));
    signal.addEventListener('abort', abandon);
    const forget = () => signal.removeEventListener('abort', abandon);
    void answer.toPromise().then(resolve, reject).then(forget);
  });
}

/** Runs a greenlet for somebody who may abandon it. @throws Aborted */
async function outside<T>(hub: Hub, body: Green<T>, signal?: AbortSignal): Promise<T> {
  const greenlet = hub.spawn(body);
  const abandon = () => greenlet.throw(new Aborted('the signal fired before the answer came'));
  signal?.addEventListener('abort', abandon);
  try {
    return await greenlet.toPromise();
  } finally {
    signal?.removeEventListener('abort', abandon);
  }
}
