// Transport by `postMessage`: a pair of ports between any two servers, and each thread's own port to the main thread. Node
// clones messages, without a codec. A blocked thread gets no events from ports, so a sender notifies the receiver's event count, a
// shared word on which it sleeps. Read it beside rings.ts.

import { MessageChannel, type MessagePort, receiveMessageOnPort, type Worker } from 'node:worker_threads';
import type { Message } from '@three-ways/raft-cluster';
import type { ServerId } from '@three-ways/raft-core';
import { EndOfTurn } from './end-of-turn.ts';
import type { PortEnds, PortLink } from './links.ts';
import type { Arrival, CancelRequest, ClientCall, ControlRequest, Reply, Request } from './requests.ts';
import type { Transport } from './transport.ts';
import type { Ends, Wiring } from './wiring.ts';

/** Maximum arrivals from one port in one turn. */
const batch = 256;

const countWord = 0;
const endedWord = 1;

/**
 * An event count: a receiver reads it before looking for work, and sleeps only while it is unchanged. It also says whether
 * the thread has ended, because a port silently drops what is posted to one that has.
 */
class EventCount {
  private readonly words: Int32Array;

  constructor(memory: SharedArrayBuffer) {
    this.words = new Int32Array(memory);
  }

  get value(): number {
    return Atomics.load(this.words, countWord);
  }

  notify(): void {
    Atomics.add(this.words, countWord, 1);
    Atomics.notify(this.words, countWord);
  }

  /** Sleeps while the count has this value, for at most `timeout` ms. */
  sleep(value: number, timeout: number): void {
    if (timeout > 0) Atomics.wait(this.words, countWord, value, timeout);
  }

  get hasEnded(): boolean {
    return Atomics.load(this.words, endedWord) === 1;
  }

  set hasEnded(ended: boolean) {
    Atomics.store(this.words, endedWord, ended ? 1 : 0);
  }
}

/** The server's side. */
export class PortTransport implements Transport {
  private readonly eventCount: EventCount;
  private readonly main: MessagePort;
  private readonly peers = new Map<
    ServerId,
    { readonly port: MessagePort; readonly eventCount: EventCount }
  >();

  constructor({ eventCount, peers }: PortEnds, main: MessagePort) {
    this.eventCount = new EventCount(eventCount);
    this.main = main;
    for (const [peer, link] of peers) this.connect(peer, link);
  }

  receive(timeout: number, visit: (arrival: Arrival) => void): number {
    const { value } = this.eventCount;
    const taken = this.take(visit);
    if (taken > 0) return taken;
    this.eventCount.sleep(value, timeout);
    return this.take(visit);
  }

  private take(visit: (arrival: Arrival) => void): number {
    let taken = takeFrom(this.main, visit);
    for (const { port } of this.peers.values()) taken += takeFrom(port, visit);
    return taken;
  }

  send(message: Message): boolean {
    const peer = this.peers.get(message.to);
    if (peer === undefined || peer.eventCount.hasEnded) return false;
    peer.port.postMessage(message);
    peer.eventCount.notify();
    return true;
  }

  answer(number: number, reply: Reply): void {
    this.main.postMessage({ number, reply });
  }

  connect(peer: ServerId, { port, eventCount }: PortLink): void {
    this.peers.get(peer)?.port.close();
    this.peers.set(peer, { port, eventCount: new EventCount(eventCount) });
  }
}

function takeFrom(port: MessagePort, visit: (arrival: Arrival) => void): number {
  for (let taken = 0; taken < batch; taken++) {
    const received = receiveMessageOnPort(port);
    if (received === undefined) return taken;
    visit(received.message as Arrival);
  }
  return batch;
}

/** The main thread's side. */
export class PortWiring implements Wiring {
  private readonly eventCounts = new Map<ServerId, SharedArrayBuffer>();
  private readonly workers = new Map<ServerId, Worker>();
  private readonly wakeups = new EndOfTurn<SharedArrayBuffer>((eventCount) =>
    new EventCount(eventCount).notify(),
  );

  plug(id: ServerId, running: readonly ServerId[]): Ends {
    const eventCount = this.eventCountOf(id);
    const channels = running.map((peer) => ({ peer, ...new MessageChannel() }));
    const peers = new Map(
      channels.map(({ peer, port1 }) => [peer, { port: port1, eventCount: this.eventCountOf(peer) }]),
    );
    const links = channels.map(({ peer, port2 }) => ({
      peer,
      link: { port: port2, eventCount },
      transfer: [port2],
    }));
    return {
      ends: { type: 'ports', eventCount, peers },
      transfer: channels.map(({ port1 }) => port1),
      links,
    };
  }

  bind(id: ServerId, worker: Worker): void {
    const eventCount = new EventCount(this.eventCountOf(id));
    eventCount.hasEnded = false;
    worker.once('exit', () => {
      eventCount.hasEnded = true;
    });
    this.workers.set(id, worker);
  }

  call(id: ServerId, call: ClientCall | CancelRequest): void {
    this.send(id, call, []);
  }

  post(id: ServerId, request: ControlRequest, transfer: readonly MessagePort[]): void {
    this.send(id, request, transfer);
  }

  close(): void {
    this.workers.clear();
  }

  private send(id: ServerId, request: Request, transfer: readonly MessagePort[]): void {
    this.workers.get(id)!.postMessage(request, transfer);
    this.wakeups.add(this.eventCountOf(id));
  }

  private eventCountOf(id: ServerId): SharedArrayBuffer {
    const known = this.eventCounts.get(id);
    if (known !== undefined) return known;
    const eventCount = new SharedArrayBuffer(8);
    this.eventCounts.set(id, eventCount);
    return eventCount;
  }
}
