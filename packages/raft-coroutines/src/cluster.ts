// A whole cluster on one hub, and the door to it: what code outside asks for with a promise, a greenlet does within.

import { type Green, type Hub, RealHub } from '@three-ways/greenlet';
import { Aborted, type Settings } from '@three-ways/raft-core';
import { type Clients, type Clock, InProcessCluster } from '@three-ways/raft-in-process';
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
      clockOf(hub),
    );
  }
}

/** The hub's time, for the network: it calls back, and does not wait. */
function clockOf(hub: Hub): Clock {
  return {
    now: () => hub.now(),
    after: (ms, callback) => hub.after(ms, callback),
    every(ms, callback) {
      const alarm = hub.after(ms, () => {
        alarm.restart(ms);
        callback();
      });
      return alarm;
    },
    defer: (callback) => hub.defer(callback),
  };
}

function clientsOutside(hub: Hub, clients: GreenClients): Clients {
  return {
    propose: (command, signal) => outside(hub, clients.propose(command), signal),
    read: (id, signal) => outside(hub, clients.read(id), signal),
    transfer: (to, signal) => outside(hub, clients.transfer(to), signal),
    change: (change, signal) => outside(hub, clients.change(change), signal),
  };
}

/** Runs a greenlet for somebody outside, who may abandon it. @throws Aborted */
function outside<T>(hub: Hub, body: Green<T>, signal?: AbortSignal): Promise<T> {
  const greenlet = hub.spawn(body);
  if (signal !== undefined) {
    const abandon = () => greenlet.throw(new Aborted('the signal fired before the answer came'));
    signal.addEventListener('abort', abandon, { once: true });
    greenlet.link(() => signal.removeEventListener('abort', abandon));
  }
  return greenlet.toPromise();
}
