// Transport through shared memory: each thread has one inbox, and each sender its own ring in it (thread-channel). Messages and
// calls are encoded (raft-codec). Rare requests go by postMessage, announced by an empty frame in the ring, because a thread
// can sleep in one place only. Read it beside ports.ts.

import { type MessagePort, receiveMessageOnPort, type Worker } from 'node:worker_threads';
import type { Message } from '@three-ways/raft-cluster';
import {
  decode,
  encodeInto,
  type Outcome,
  Reader,
  readOutcome,
  Writer,
  writeOutcome,
} from '@three-ways/raft-codec';
import { type AppendEntries, MalformedMessage, type ServerId } from '@three-ways/raft-core';
import {
  bindToWorker,
  ChannelClosed,
  type Frame,
  Inbox,
  type InboxHandle,
  reopen,
  reopenSender,
  Sender,
  type SenderHandle,
} from '@three-ways/thread-channel';
import { readCall, writeCall } from './call-codec.ts';
import { EndOfTurn } from './end-of-turn.ts';
import { Assembly, isFragment } from './fragments.ts';
import type { RingEnds, RingLink } from './links.ts';
import { Outbox } from './outbox.ts';
import type { Arrival, CancelRequest, ClientCall, ControlRequest, Reply } from './requests.ts';
import type { Transport } from './transport.ts';
import type { Ends, Wiring } from './wiring.ts';

/** Lane of the main thread in each inbox. Those of the servers follow, by id. */
const mainLane = 0;
/** Size of a ring (bytes). Larger frames are fragmented between servers, and posted from and to the main thread. */
const capacity = 256 * 1024;
/** Maximum arrivals handled in one turn, before timers, the log and clients. */
const batch = 256;
/** Retry interval for a full ring (ms). */
const roomWait = 5;
/** Maximum frames that wait for room in another server's ring: more than a leader's window. */
const mostWaiting = 1024;
/** An empty frame announces a posted request. */
const lookAtPost = new Uint8Array(0);
/** Initial size of the scratch buffer for encoding (bytes). */
const initialScratch = 64 * 1024;

/** The server's side. */
export class RingTransport implements Transport {
  private readonly inbox: Inbox;
  private readonly main: Outbox;
  private readonly peers = new Map<ServerId, Outbox>();
  /** Reassembly of fragmented frames, by lane. */
  private readonly assemblies = new Map<number, Assembly>();
  private readonly port: MessagePort;
  private scratch = new Uint8Array(initialScratch);
  private visit: (arrival: Arrival) => void = () => {};

  constructor({ inbox, main, peers }: RingEnds, port: MessagePort) {
    this.inbox = Inbox.attach(inbox);
    this.main = new Outbox(main, Number.POSITIVE_INFINITY, true);
    this.port = port;
    for (const [peer, link] of peers) this.connect(peer, link);
  }

  receive(timeout: number, visit: (arrival: Arrival) => void): number {
    this.visit = visit;
    const frame = this.inbox.receive(this.flush() ? timeout : Math.min(timeout, roomWait));
    if (frame === null) return 0;
    this.take(frame);
    return 1 + this.inbox.drain(this.take, batch - 1);
  }

  /** Sends waiting frames. Returns whether none is left. */
  private flush(): boolean {
    this.main.flush();
    let isAll = this.main.isEmpty;
    for (const outbox of this.peers.values()) {
      outbox.flush();
      if (!outbox.isEmpty) isAll = false;
    }
    return isAll;
  }

  private readonly take = (frame: Frame): void => {
    const { bytes, offset, length, lane } = frame;
    if (lane !== mainLane && isFragment(bytes, offset)) return this.takeFragment(frame);
    if (lane !== mainLane) return this.takeMessage(bytes, offset, length);
    if (length > 0) return this.visit(readCall(new Reader(bytes, offset, offset + length)));
    for (let post = receiveMessageOnPort(this.port); post; post = receiveMessageOnPort(this.port))
      this.visit(post.message as ControlRequest | ClientCall);
  };

  private takeFragment({ bytes, offset, length, lane }: Frame): void {
    const assembly = this.assemblies.get(lane) ?? new Assembly();
    this.assemblies.set(lane, assembly);
    const whole = assembly.add(bytes, offset, length);
    if (whole !== null) this.takeMessage(whole, 0, whole.length);
  }

  /** Decodes a message; a malformed frame is dropped. */
  private takeMessage(bytes: Uint8Array, offset: number, length: number): void {
    let message: Message;
    try {
      message = decode(bytes, offset, offset + length);
    } catch (error) {
      if (error instanceof MalformedMessage) return;
      throw error;
    }
    this.visit(message);
  }

  send(message: Message): boolean {
    const outbox = this.peers.get(message.to);
    if (outbox === undefined) return false;
    const length = this.write((scratch) => encodeInto(message, scratch));
    if (length > outbox.largest && message.type === 'AppendEntries' && message.entries.length > 1)
      return this.sendHalves(message);
    return outbox.send(this.scratch.subarray(0, length));
  }

  /** Splits a large AppendEntries in two, so that the follower can start on the first half. */
  private sendHalves(message: AppendEntries): boolean {
    const { entries, prevLogIndex } = message;
    const half = entries.length >> 1;
    const last = entries[half - 1]!;
    return (
      this.send({ ...message, entries: entries.slice(0, half) }) &&
      this.send({
        ...message,
        prevLogIndex: prevLogIndex + half,
        prevLogTerm: last.term,
        entries: entries.slice(half),
      })
    );
  }

  answer(number: number, reply: Reply): void {
    if (reply.ok && typeof reply.answer === 'object' && reply.answer !== null)
      return this.port.postMessage({ number, reply });
    const outcome = reply as Outcome;
    const length = this.write((scratch) => {
      const writer = new Writer(scratch);
      writer.number(number);
      writeOutcome(writer, outcome);
      return writer.length;
    });
    if (length > this.main.largest) this.port.postMessage({ number, reply });
    else this.main.send(this.scratch.subarray(0, length));
  }

  connect(peer: ServerId, link: RingLink): void {
    this.peers.set(peer, new Outbox(link, mostWaiting, false));
  }

  /** Encodes into the scratch buffer, which grows as needed. Returns the length (bytes). */
  private write(encode: (scratch: Uint8Array) => number): number {
    const length = encode(this.scratch);
    if (length <= this.scratch.length) return length;
    this.scratch = new Uint8Array(2 * length);
    return encode(this.scratch);
  }
}

/** The main thread's side. */
export class RingWiring implements Wiring {
  private readonly most: number;
  private readonly onReply: (number: number, reply: Reply) => void;
  private readonly inbox: Inbox;
  private readonly toMain: readonly SenderHandle[];
  /** Each server's inbox and its lanes, by sender. */
  private readonly inboxes = new Map<ServerId, { handle: InboxHandle; lanes: readonly SenderHandle[] }>();
  private readonly senders = new Map<ServerId, Sender>();
  private readonly workers = new Map<ServerId, Worker>();
  private readonly wakeups = new EndOfTurn<Sender>((sender) => sender.wake());
  private scratch = new Uint8Array(initialScratch);

  /**
   * @param most maximum number of servers
   * @param onReply called with each answer and the number of its request
   */
  constructor(most: number, onReply: (number: number, reply: Reply) => void) {
    this.most = most;
    this.onReply = onReply;
    this.inbox = Inbox.create({ lanes: most + 1, capacity });
    this.toMain = lanesOf(this.inbox);
    void this.receive();
  }

  plug(id: ServerId, running: readonly ServerId[]): Ends {
    const own = this.inboxOf(id);
    if (this.workers.has(id)) this.reopen(id, own.handle);
    const peers = new Map(running.map((peer) => [peer, this.inboxOf(peer).lanes[id]!]));
    const ends: RingEnds = { type: 'rings', inbox: own.handle, main: this.toMain[id]!, peers };
    return {
      ends,
      transfer: [],
      links: running.map((peer) => ({ peer, link: own.lanes[peer]!, transfer: [] })),
    };
  }

  bind(id: ServerId, worker: Worker): void {
    bindToWorker(worker, { receives: [this.inboxOf(id).handle] });
    this.workers.set(id, worker);
  }

  call(id: ServerId, call: ClientCall | CancelRequest): void {
    const sender = this.senders.get(id)!;
    const frame = this.encode(call);
    if (frame.length > sender.largest) return this.post(id, call, []);
    if (!sender.trySend(frame)) sendLater(sender, frame.slice());
    this.wakeups.add(sender);
  }

  post(
    id: ServerId,
    request: ControlRequest | ClientCall | CancelRequest,
    transfer: readonly MessagePort[],
  ): void {
    this.workers.get(id)!.postMessage(request, transfer);
    sendLater(this.senders.get(id)!, lookAtPost);
    this.wakeups.add(this.senders.get(id)!);
  }

  close(): void {
    this.inbox.close();
    this.workers.clear();
  }

  /** Makes the ends of a server's last thread ready for another. */
  private reopen(id: ServerId, inbox: InboxHandle): void {
    reopen(inbox);
    for (const sender of this.sendersOf(id)) reopenSender(sender);
  }

  /** The senders of a server's earlier threads: one may have been terminated within a write. */
  private sendersOf(id: ServerId): SenderHandle[] {
    return [this.toMain[id]!, ...Array.from(this.inboxes.values(), ({ lanes }) => lanes[id]!)];
  }

  private inboxOf(id: ServerId) {
    const known = this.inboxes.get(id);
    if (known !== undefined) return known;
    const inbox = Inbox.create({ lanes: this.most + 1, capacity });
    const made = { handle: inbox.handle, lanes: lanesOf(inbox) };
    this.inboxes.set(id, made);
    this.senders.set(id, Sender.attach(made.lanes[mainLane]!, { quiet: true }));
    return made;
  }

  /** Receives answers: the main thread wakes once for all that are there. */
  private async receive(): Promise<void> {
    try {
      for (;;) {
        this.take((await this.inbox.receiveAsync()) as Frame);
        this.inbox.drain(this.take);
      }
    } catch (error) {
      if (!(error instanceof ChannelClosed)) throw error; // the cluster has stopped
    }
  }

  private readonly take = ({ bytes, offset, length }: Frame): void => {
    const reader = new Reader(bytes, offset, offset + length);
    this.onReply(reader.number(), readOutcome(reader));
  };

  private encode(request: ClientCall | CancelRequest): Uint8Array {
    for (;;) {
      const writer = new Writer(this.scratch);
      writeCall(writer, request);
      if (writer.fits) return this.scratch.subarray(0, writer.length);
      this.scratch = new Uint8Array(2 * writer.length);
    }
  }
}

/** Sends once there is room, without blocking, and wakes the server. If it ends meanwhile, the cluster rejects the request. */
function sendLater(sender: Sender, frame: Uint8Array): void {
  const wake = () => sender.wake();
  sender.sendAsync(frame).then(wake, (error) => {
    if (!(error instanceof ChannelClosed)) throw error;
  });
}

/** All lanes of an inbox, in order. Each search begins where it ends: from the first lane it would take a quadratic time. */
function lanesOf(inbox: Inbox): SenderHandle[] {
  return Array.from({ length: inbox.handle.lanes }, (_, lane) => inbox.connect(lane));
}
