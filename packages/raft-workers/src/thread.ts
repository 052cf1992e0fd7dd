// Entry point of a server's thread: creates the server's dependencies, handles control requests, and runs until the main
// thread or an error ends it.

import { parentPort, workerData } from 'node:worker_threads';
import { Stopped, spin, statusOf } from '@three-ways/raft-cluster';
import { type ServerId, type Settings, seededRandom } from '@three-ways/raft-core';
import { Journal, type JournalMemory } from './journal.ts';
import type { ThreadEnds } from './links.ts';
import { Network, type NetworkConfig } from './network.ts';
import { PortTransport } from './ports.ts';
import type { ControlRequest, Reply } from './requests.ts';
import { RingTransport } from './rings.ts';
import { Server } from './server.ts';
import { SharedStatus } from './shared-status.ts';
import { Timers } from './timers.ts';
import { TraceEmitter, type TraceMemory } from './trace-order.ts';
import type { Transport } from './transport.ts';

/** The `workerData` of a server's thread: plain data and shared memory. */
export interface ThreadData {
  readonly id: ServerId;
  readonly settings: Settings;
  readonly seed: number;
  readonly networkConfig: NetworkConfig;
  readonly ends: ThreadEnds;
  readonly journal: JournalMemory;
  readonly sharedStatus: SharedArrayBuffer;
  readonly trace: TraceMemory;
  readonly isTraced: boolean;
}

const { id, settings, seed, networkConfig, ends, journal, sharedStatus, trace, isTraced } =
  workerData as ThreadData;
const port = parentPort!;
const transport: Transport =
  ends.type === 'rings' ? new RingTransport(ends, port) : new PortTransport(ends, port);
const timers = new Timers();
const network = new Network(id, transport, timers, networkConfig);
const deps = {
  ...{ timers, transport, network },
  ...{
    storage: new Journal(journal),
    sharedStatus: new SharedStatus(sharedStatus),
    random: seededRandom(seed),
  },
};
const server = new Server(id, settings, deps, (request) =>
  transport.answer(request.number, handleControl(request)),
);
const { emit } = new TraceEmitter(trace, id, port);

/** Handles a control request. */
function handleControl(request: ControlRequest): Reply {
  const { raft, machine } = server;
  switch (request.type) {
    case 'status':
      return { ok: true, answer: statusOf(raft, true) };
    case 'digest':
      return { ok: true, answer: machine.digest() };
    case 'block':
      spin(request.ms, () => timers.now());
      break;
    case 'partition':
      network.partition(request.groups);
      break;
    case 'faults':
      network.faults(request.rules, networkConfig.seed);
      break;
    case 'trace':
      listen(request.on);
      break;
    case 'connect':
      transport.connect(request.peer, request.link);
      break;
  }
  return { ok: true, answer: null };
}

function listen(on: boolean): void {
  network.emit = on ? emit : null;
  server.raft.emit = on ? emit : null;
}

function emitStart(): void {
  const { currentTerm, votedFor, log } = server.raft;
  const { lastIndex: lastLogIndex, lastTerm: lastLogTerm } = log;
  emit({ type: 'start', server: id, currentTerm, votedFor, lastLogIndex, lastLogTerm });
}

listen(isTraced);
if (isTraced) emitStart();
try {
  server.run();
} catch (error) {
  server.clients.rejectAll(new Stopped(`server ${id} has ended by an error`));
  throw error;
}
