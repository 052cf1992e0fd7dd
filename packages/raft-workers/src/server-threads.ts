// The threads of a running cluster, and the main thread's requests to them: calls of clients, and control requests.

import type { MessagePort } from 'node:worker_threads';
import { Stopped } from '@three-ways/raft-cluster';
import type { Answer, ServerId } from '@three-ways/raft-core';
import { Calls } from './calls.ts';
import type { WorkersOptions } from './options.ts';
import { PortWiring } from './ports.ts';
import type { ClientCall, ControlRequest, Reply } from './requests.ts';
import { RingWiring } from './rings.ts';
import type { ServerThread } from './server-thread.ts';
import type { Wiring } from './wiring.ts';

/** A request before it gets its number. */
type Unnumbered<R> = R extends unknown ? Omit<R, 'number'> : never;

export class ServerThreads {
  readonly wiring: Wiring;
  private readonly calls = new Calls();
  private readonly threads = new Map<ServerId, ServerThread>();

  /** @param most maximum number of servers */
  constructor(transport: WorkersOptions['transport'], most: number) {
    const { settle } = this.calls;
    this.wiring = transport === 'postMessage' ? new PortWiring() : new RingWiring(most, settle);
  }

  add(thread: ServerThread): void {
    this.threads.set(thread.id, thread);
  }

  get(id: ServerId): ServerThread {
    return this.threads.get(id)!;
  }

  get running(): ServerThread[] {
    return [...this.threads.values()].filter(({ running }) => running);
  }

  /** The leader of the newest term; without one, any running server, which will refuse. */
  findLeader(): ServerThread {
    let best = { thread: this.get(1), term: -1 };
    for (const thread of this.running) {
      const { role, currentTerm } = thread.shown;
      const term = role === 'leader' ? currentTerm : 0;
      if (term > best.term) best = { thread, term };
    }
    return best.thread;
  }

  /** The number of the next client's call. */
  get next(): number {
    return this.calls.next;
  }

  /** Sends a client's call. */
  call(thread: ServerThread, call: ClientCall, signal: AbortSignal | undefined): Promise<Answer> {
    const { wiring } = this;
    wiring.call(thread.id, call); // first: it throws what cannot be sent
    const answer = this.calls.add(call.number, thread.id) as Promise<Answer>;
    if (signal === undefined) return answer;
    return this.calls.until(signal, call.number, answer, () => {
      if (thread.running) wiring.call(thread.id, { type: 'forget', number: call.number });
    });
  }

  /** Sends a control request. @throws Stopped if the server ends before it answers */
  control(thread: ServerThread, request: Unnumbered<ControlRequest>, transfer: readonly MessagePort[] = []) {
    const number = this.calls.next;
    const answer = this.calls.add(number, thread.id);
    this.wiring.post(thread.id, { ...request, number } as ControlRequest, transfer);
    return answer;
  }

  /** As `control`, but ignores that the server has ended. */
  async controlIfRunning(
    thread: ServerThread,
    request: Unnumbered<ControlRequest>,
    transfer: readonly MessagePort[] = [],
  ): Promise<void> {
    try {
      await this.control(thread, request, transfer);
    } catch (error) {
      if (!(error instanceof Stopped)) throw error;
    }
  }

  async controlAll(request: Unnumbered<ControlRequest>): Promise<void> {
    await Promise.all(this.running.map((thread) => this.controlIfRunning(thread, request)));
  }

  settle(number: number, reply: Reply): void {
    this.calls.settle(number, reply);
  }

  /** Rejects all requests to a server that has ended. */
  ended(id: ServerId): void {
    this.calls.rejectAll(id, new Stopped(`server ${id} has stopped`));
  }

  /** Ends all threads, and closes the connections to them. */
  async stop(): Promise<void> {
    await Promise.all(Array.from(this.threads.values(), (thread) => thread.end()));
    this.wiring.close();
  }
}
