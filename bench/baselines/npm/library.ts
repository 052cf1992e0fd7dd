// What is used of @coaty/consensus.raft: the rules that it has ported from etcd's library, without its broker and its database.
// Its types are repeated here, because the package is installed only when it is asked for.

import { createRequire, registerHooks } from 'node:module';

/** A value that can be written as JSON. */
export type Data = object | string | number | null;

export interface Entry {
  readonly index: number;
  readonly term: number;
  readonly data: Data;
}

export interface Message {
  readonly to: string;
}

interface SoftState {
  readonly lead: string;
  readonly raftState: number;
}

export interface Ready {
  readonly softState: SoftState | null;
  readonly hardState: { isEmptyHardState(): boolean };
  readonly readStates: readonly { readonly index: number; readonly requestCtx: Data }[];
  readonly entries: readonly Entry[];
  readonly snapshot: {
    readonly data: Data;
    readonly metadata: { readonly index: number };
    isEmptySnap(): boolean;
  };
  readonly committedEntries: readonly Entry[];
  readonly messages: readonly Message[];
}

interface RaftLog {
  readonly committed: number;
  readonly applied: number;
  firstIndex(): number;
  lastIndex(): number;
}

export interface RawNode {
  readonly raft: { readonly term: number; readonly lead: string; readonly raftLog: RaftLog };
  tick(): void;
  /** Returns why it is refused, or null. */
  step(message: Message): Error | null;
  readIndex(context: Data): void;
  hasReady(): boolean;
  ready(): Ready;
  advance(ready: Ready): void;
}

/** All but the constructor return an error or null. */
export interface Storage {
  Append(entries: readonly Entry[]): unknown;
  SetHardState(state: Ready['hardState']): unknown;
  ApplySnapshot(snapshot: unknown): unknown;
  CreateSnapshot(index: number, members: unknown, data: Data): unknown;
  Compact(index: number): unknown;
}

type Constructor<T> = new (fields: Readonly<Record<string, unknown>>) => T;

export interface Library {
  readonly RawNode: { NewRawNode(config: unknown): RawNode };
  readonly RaftConfig: Constructor<unknown>;
  readonly MemoryStorage: { NewMemoryStorage(): Storage };
  readonly discardLogger: unknown;
  readonly Entry: Constructor<Entry>;
  readonly Message: Constructor<Message>;
  readonly Snapshot: Constructor<unknown>;
  readonly SnapshotMetadata: Constructor<unknown>;
  readonly ConfState: Constructor<unknown>;
}

/** A node's role as the library numbers it. */
export const leader = 2;

/** The type of a message that proposes entries. */
export const proposal = 2;

/** @throws Error if the package is not installed */
export function loadLibrary(): Library {
  // Its rules import its database, whose addon would have to be built, and use nothing of it.
  registerHooks({
    resolve: (name, context, next) =>
      name === 'sqlite3'
        ? { url: 'node:events', format: 'builtin', shortCircuit: true }
        : next(name, context),
  });
  const require = createRequire(import.meta.url);
  const files = ['rawnode', 'raft', 'storage', 'logger', 'raftpb/raft.pb'];
  return Object.assign({}, ...files.map((file) => require(`@coaty/consensus.raft/ported/${file}`)));
}
