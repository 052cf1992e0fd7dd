// Where a server's thread begins. It puts together what the server needs, does what those who watch over the cluster ask
// for, and runs until the main thread ends it, or an error does.

import { parentPort, workerData } from 'node:worker_threads';
import { Stopped, statusOf } from '@three-ways/raft-cluster';
import { type ServerId, type Settings, seededRandom } from '@three-ways/raft-core';
import { Board } from './board.ts';
import { Journal, type JournalMemory } from './journal.ts';
import type { ThreadEnds } from './links.ts';
import { Network, type Weather } from './network.ts';
import { PortTransport } from './ports.ts';
import type { Order, Reply } from './requests.ts';
import { RingTransport } from './rings.ts';
import { Server } from './server.ts';
import { Timers } from './timers.ts';
import { Teller, type TraceMemory } from './trace-order.ts';
import type { Transport } from './transport.ts';

/** What the main thread gives a server's thread. Plain data, around shared memory. */
export interface ThreadData {
  readonly id: ServerId;
  readonly settings: Settings;
  readonly seed: number;
  readonly weather: Weather;
  readonly ends: ThreadEnds;
  readonly journal: JournalMemory;
  readonly board: SharedArrayBuffer;
  readonly trace: TraceMemory;
  readonly isTraced: boolean;
}

const { id, settings, seed, weather, ends, journal, board, trace, isTraced } = workerData as ThreadData;
const port = parentPort!;
const transport: Transport =
  ends.type === 'rings' ? new RingTransport(ends, port) : new PortTransport(ends, port);
const timers = new Timers();
const network = new Network(id, transport, timers, weather);
const around = {
  ...{ timers, transport, network },
  ...{ storage: new Journal(journal), board: new Board(board), random: seededRandom(seed) },
};
const server = new Server(id, settings, around, (order) => transport.answer(order.number, obey(order)));
const { tell } = new Teller(trace, id, port);

/** Does what is asked for, and says so. */
function obey(order: Order): Reply {
  const { raft, machine } = server;
  switch (order.type) {
    case 'status':
      return { ok: true, answer: statusOf(raft, true) };
    case 'digest':
      return { ok: true, answer: machine.digest() };
    case 'partition':
      network.partition(order.groups);
      break;
    case 'faults':
      network.faults(order.rules, weather.seed);
      break;
    case 'trace':
      listen(order.on);
      break;
    case 'connect':
      transport.connect(order.peer, order.link);
      break;
  }
  return { ok: true, answer: null };
}

function listen(on: boolean): void {
  network.emit = on ? tell : null;
  server.raft.emit = on ? tell : null;
}

function tellStart(): void {
  const { currentTerm, votedFor, log } = server.raft;
  const { lastIndex: lastLogIndex, lastTerm: lastLogTerm } = log;
  tell({ type: 'start', server: id, currentTerm, votedFor, lastLogIndex, lastLogTerm });
}

listen(isTraced);
if (isTraced) tellStart();
try {
  server.run();
} catch (error) {
  server.clients.rejectAll(new Stopped(`server ${id} has ended by an error`));
  throw error;
}
