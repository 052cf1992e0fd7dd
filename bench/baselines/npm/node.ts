// One server on the library's RawNode: the twin of ../go/etcd/node.go on the event loop. All that has arrived by a turn of the
// loop is stepped before the next Ready, so that a Ready is a batch.

import type { Answer, ClientCommand } from '@three-ways/raft-core';
import { StateMachine } from '@three-ways/raft-kv';
import {
  type Data,
  type Entry,
  type Library,
  leader,
  type Message,
  proposal,
  type RawNode,
  type Ready,
  type Storage,
} from './library.ts';

export interface NodeSettings {
  readonly electionTick: number;
  readonly heartbeatTick: number;
  readonly preVote: boolean;
  readonly checkQuorum: boolean;
  /** Applied entries between snapshots; 0 for none. */
  readonly snapshotThreshold: number;
  /** Entries that compaction leaves for slow followers. */
  readonly trailingEntries: number;
}

/** Index and term of the snapshot that every server starts from, which has all members. */
const start = { index: 1, term: 1 };

/** Values of etcd: bytes in a message, messages under way to a follower. */
const limits = { maxSizePerMsg: 2 ** 20, maxInflightMsgs: 512 };

interface Waiting<T> {
  readonly resolve: (value: T) => void;
  readonly reject: (error: Error) => void;
}

interface Proposal extends Waiting<Answer> {
  readonly command: ClientCommand;
}

export class Node {
  readonly raw: RawNode;
  readonly machine = new StateMachine();
  role = 0;
  applied = start.index;
  private readonly library: Library;
  private readonly id: string;
  private readonly members: unknown;
  private readonly settings: NodeSettings;
  private readonly storage: Storage;
  private readonly send: (message: Message) => void;
  private turn: NodeJS.Immediate | null = null;
  private inbox: Message[] = [];
  private proposed: Proposal[] = [];
  /** Clients of appended entries, in the order of the log. */
  private readonly clients = new Map<number, Proposal>();
  private asked: Waiting<void>[] = [];
  /** Reads that wait for a confirmation, by its context, and those that wait until an index is applied. */
  private readonly confirming = new Map<number, Waiting<void>[]>();
  private confirmed: { readonly index: number; readonly reads: Waiting<void>[] }[] = [];
  private lastContext = 0;
  private snapshotted = start.index;

  constructor(
    library: Library,
    id: string,
    ids: readonly string[],
    settings: NodeSettings,
    send: (message: Message) => void,
  ) {
    this.library = library;
    this.id = id;
    this.settings = settings;
    this.send = send;
    this.members = new library.ConfState({ voters: ids });
    this.storage = library.MemoryStorage.NewMemoryStorage();
    const metadata = new library.SnapshotMetadata({ ...start, confState: this.members });
    this.storage.ApplySnapshot(new library.Snapshot({ metadata }));
    const { electionTick, heartbeatTick, preVote, checkQuorum } = settings;
    const config = {
      ...{ id, electionTick, heartbeatTick, preVote, checkQuorum, ...limits },
      ...{
        storage: this.storage,
        applied: start.index,
        logger: library.discardLogger,
        disableProposalForwarding: true,
      },
    };
    this.raw = library.RawNode.NewRawNode(new library.RaftConfig(config));
  }

  tick(): void {
    this.raw.tick();
    this.schedule();
  }

  receive(message: Message): void {
    this.inbox.push(message);
    this.schedule();
  }

  /** Resolves with the state machine's answer once the command is committed and applied here. */
  propose(command: ClientCommand): Promise<Answer> {
    return new Promise((resolve, reject) => {
      this.proposed.push({ command, resolve, reject });
      this.schedule();
    });
  }

  /** Resolves once the state machine has every write that was answered before: one ReadIndex for all that ask in a turn. */
  confirmRead(): Promise<void> {
    return new Promise((resolve, reject) => {
      this.asked.push({ resolve, reject });
      this.schedule();
    });
  }

  stop(): void {
    if (this.turn !== null) clearImmediate(this.turn);
    this.reject(new Error('the server has stopped'));
  }

  private schedule(): void {
    this.turn ??= setImmediate(this.run);
  }

  private readonly run = (): void => {
    this.turn = null;
    const messages = this.inbox;
    this.inbox = [];
    for (const message of messages) this.raw.step(message); // what is refused comes from an earlier term
    this.append();
    this.startReads();
    while (this.raw.hasReady()) this.handle(this.raw.ready());
  };

  /** Appends all proposals by one message. */
  private append(): void {
    if (this.proposed.length === 0) return;
    const proposals = this.proposed;
    this.proposed = [];
    const next = this.raw.raft.raftLog.lastIndex() + 1;
    const entries = proposals.map(({ command }) => new this.library.Entry({ data: command }));
    const error = this.raw.step(new this.library.Message({ type: proposal, from: this.id, entries }));
    for (const [i, client] of proposals.entries())
      if (error === null) this.clients.set(next + i, client);
      else client.reject(error);
  }

  private startReads(): void {
    if (this.asked.length === 0) return;
    this.lastContext += 1;
    this.confirming.set(this.lastContext, this.asked);
    this.asked = [];
    this.raw.readIndex(this.lastContext);
  }

  /** Does what a Ready asks for, in the order that the library demands. A leader sends before it writes (dissertation 10.2.1). */
  private handle(ready: Ready): void {
    if (ready.softState !== null) this.setRole(ready.softState.raftState);
    if (this.role === leader) ready.messages.forEach(this.send);
    if (!ready.snapshot.isEmptySnap()) this.restore(ready.snapshot);
    if (!ready.hardState.isEmptyHardState()) this.storage.SetHardState(ready.hardState);
    this.storage.Append(ready.entries);
    if (this.role !== leader) ready.messages.forEach(this.send);
    for (const { index, requestCtx } of ready.readStates) this.confirm(index, requestCtx);
    for (const entry of ready.committedEntries) this.apply(entry);
    this.answerReads();
    this.raw.advance(ready);
    this.compact();
  }

  private setRole(role: number): void {
    if (this.role === leader && role !== leader) this.reject(new Error('the leadership was lost'));
    this.role = role;
  }

  private reject(error: Error): void {
    const reads = [
      ...this.confirming.values(),
      ...this.confirmed.map(({ reads }) => reads),
      this.asked,
    ].flat();
    for (const client of [...this.clients.values(), ...this.proposed, ...reads]) client.reject(error);
    this.clients.clear();
    this.confirming.clear();
    [this.proposed, this.asked, this.confirmed] = [[], [], []];
  }

  /** An entry without data begins a leader's term. */
  private apply({ index, data }: Entry): void {
    this.applied = index;
    if (data === null) return;
    const answer = this.machine.apply(data as ClientCommand, index) as Answer;
    const client = this.clients.get(index);
    if (client === undefined) return;
    this.clients.delete(index);
    client.resolve(answer);
  }

  private restore(snapshot: Ready['snapshot']): void {
    this.machine.restore(snapshot.data as Uint8Array);
    this.storage.ApplySnapshot(snapshot);
    this.applied = snapshot.metadata.index;
    this.snapshotted = snapshot.metadata.index;
  }

  private confirm(index: number, context: Data): void {
    const reads = this.confirming.get(context as number) ?? [];
    this.confirming.delete(context as number);
    this.confirmed.push({ index, reads });
  }

  private answerReads(): void {
    if (this.confirmed.length === 0) return;
    for (const { index, reads } of this.confirmed)
      if (index <= this.applied) for (const read of reads) read.resolve();
    this.confirmed = this.confirmed.filter(({ index }) => index > this.applied);
  }

  private compact(): void {
    const { snapshotThreshold, trailingEntries } = this.settings;
    if (snapshotThreshold === 0 || this.applied - this.snapshotted < snapshotThreshold) return;
    this.storage.CreateSnapshot(this.applied, this.members, this.machine.snapshot());
    this.storage.Compact(Math.max(0, this.applied - trailingEntries));
    this.snapshotted = this.applied;
  }
}
