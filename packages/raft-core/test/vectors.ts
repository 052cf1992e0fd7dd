// Plays a case of the vectors (../vectors/README.md) against the rules.

import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import { bytesIn, type Command } from '../src/commands.ts';
import { committedEntries, markApplied } from '../src/commitment.ts';
import type { Configuration, ConfigurationChange } from '../src/configuration.ts';
import { markStable, mustBeStableBefore, type Unstable, unstableState } from '../src/durability.ts';
import { checkQuorum, leaderIsSilent, startElection, voteRequestTo } from '../src/election.ts';
import type { Role, ServerId, Term } from '../src/ids.ts';
import type { Snapshot } from '../src/log.ts';
import { followMembers } from '../src/membership.ts';
import { proposeChange } from '../src/membership-change.ts';
import type { RaftMessage } from '../src/messages.ts';
import { newProgress, type Progress } from '../src/progress.ts';
import { propose } from '../src/proposal.ts';
import { confirmedReads, startRead } from '../src/reads.ts';
import { receive } from '../src/receive.ts';
import { heartbeatTo, nextMessageTo, roundTo } from '../src/sending.ts';
import { type Settings, settings } from '../src/settings.ts';
import { compact } from '../src/snapshot.ts';
import { configurationOf, newRaft, type RaftState } from '../src/state.ts';
import { abandonTransfer, startTransfer } from '../src/transfer.ts';

/** A state as the vectors write it. */
interface StateView {
  readonly id: ServerId;
  readonly servers: number;
  readonly settings?: Partial<Settings>;
  readonly currentTerm: Term;
  readonly votedFor: ServerId | null;
  readonly log: readonly Term[];
  readonly commitIndex: number;
  readonly lastApplied: number;
  readonly role: Role;
  readonly leader: ServerId | null;
  readonly votesGranted?: readonly ServerId[];
  readonly votesRefused?: readonly ServerId[];
  /** Up to here the log is on stable storage; all of it unless given. */
  readonly stableIndex?: number;
  readonly progress?: Readonly<Record<string, Pick<Progress, (typeof progressFields)[number]>>>;
  readonly configuration?: Configuration;
  readonly snapshot?: {
    readonly lastIncludedIndex: number;
    readonly lastIncludedTerm: Term;
    readonly data: string;
  };
  readonly leaderIsFresh?: boolean;
  readonly transferee?: ServerId | null;
}

/** What the vectors show of a leader's progress. */
const progressFields = ['nextIndex', 'matchIndex', 'pipelining', 'probeSent'] as const;

/** A message is handed to its rule. */
interface Received {
  readonly receive: RaftMessage;
  readonly reply?: unknown;
  /** Whether the answer must wait until all is stable. */
  readonly waits?: boolean;
  readonly error?: string;
}

type Step = { readonly on?: ServerId; readonly heard?: boolean; readonly then?: Partial<StateView> } & (
  | Received
  | { readonly startElection: true }
  | { readonly voteRequestTo: ServerId; readonly sends: unknown }
  | { readonly roundTo: ServerId; readonly sends: unknown }
  | { readonly propose: Command; readonly index?: number; readonly error?: string }
  | { readonly nextMessageTo: ServerId; readonly sends: unknown }
  | { readonly heartbeatTo: ServerId; readonly sends: unknown }
  | { readonly persist: unknown }
  | { readonly apply: number; readonly terms: readonly Term[] }
  | { readonly proposeChange: ConfigurationChange; readonly index?: number; readonly error?: string }
  | { readonly compact: string }
  | { readonly startRead: number }
  | { readonly confirmedReads: unknown }
  | { readonly startTransfer: ServerId; readonly error?: string }
  | { readonly abandonTransfer: true }
  | { readonly leaderIsSilent: true }
  | { readonly checkQuorum: true }
  | { readonly restart: true }
  | { readonly askVoteOf: ServerId }
  | { readonly exchangeWith: ServerId; readonly messages?: number }
  | { readonly on: ServerId; readonly then: Partial<StateView> }
);

export interface Case {
  readonly name: string;
  readonly section: string;
  /** One server, or several: then each step says on which it is taken. */
  readonly given: StateView | readonly StateView[];
  readonly steps: readonly Step[];
  readonly then?: Partial<StateView>;
}

const folder = new URL('../vectors/', import.meta.url);

/** All cases, by file. */
export function vectors(): { file: string; description: string; cases: readonly Case[] }[] {
  const files = readdirSync(folder).filter((file) => file.endsWith('.json'));
  return files.map((file) => ({ file, ...JSON.parse(readFileSync(new URL(file, folder), 'utf8')) }));
}

export function play({ given, steps, then }: Case): void {
  const states = Array.isArray(given) ? (given as StateView[]) : [given as StateView];
  const servers = new Map(states.map((state) => [state.id, stateOf(state)]));
  for (const step of steps) {
    const id = step.on ?? states[0]!.id;
    if ('restart' in step) servers.set(id, restarted(servers.get(id)!));
    const raft = servers.get(id)!;
    const { heard } = raft;
    playStep(raft, step, servers);
    assert.equal(raft.heard > heard, step.heard ?? false, 'whether the election timer is restarted');
    expectState(raft, step.then);
  }
  expectState(servers.get(states[0]!.id)!, then);
}

function expectState(raft: RaftState, expected: Partial<StateView> = {}): void {
  assertEqual(pick(viewOf(raft), Object.keys(expected)), expected);
}

function playStep(raft: RaftState, step: Step, servers: ReadonlyMap<ServerId, RaftState>): void {
  if ('receive' in step) playReceive(raft, step);
  else if ('startElection' in step) startElection(raft);
  else if ('voteRequestTo' in step) assertEqual(voteRequestTo(raft, step.voteRequestTo), step.sends);
  else if ('nextMessageTo' in step) assertEqual(plain(nextMessageTo(raft, step.nextMessageTo)), step.sends);
  else if ('heartbeatTo' in step) assertEqual(plain(heartbeatTo(raft, step.heartbeatTo)), step.sends);
  else if ('roundTo' in step) assertEqual(roundTo(raft, step.roundTo), step.sends);
  else if ('propose' in step) expectIndex(step, () => propose(raft, step.propose));
  else if ('proposeChange' in step) expectIndex(step, () => proposeChange(raft, step.proposeChange));
  else if ('persist' in step) playPersist(raft, step.persist);
  else if ('apply' in step) playApply(raft, step);
  else if ('askVoteOf' in step) deliver(servers, voteRequestTo(raft, step.askVoteOf));
  else if ('exchangeWith' in step) exchange(servers, raft, step.exchangeWith, step.messages ?? Infinity);
  else playRarely(raft, step);
}

function playRarely(raft: RaftState, step: Step): void {
  if ('compact' in step) compact(raft, bytesOf(step.compact));
  else if ('startRead' in step) startRead(raft, raft.id, step.startRead);
  else if ('confirmedReads' in step) assertEqual(confirmedReads(raft), step.confirmedReads);
  else if ('startTransfer' in step) expectIndex(step, () => startTransfer(raft, step.startTransfer));
  else if ('abandonTransfer' in step) abandonTransfer(raft);
  else if ('leaderIsSilent' in step) leaderIsSilent(raft);
  else if ('checkQuorum' in step) checkQuorum(raft);
  else if (!('restart' in step || 'then' in step))
    throw new Error(`a step of a kind that vectors/README.md does not name: ${JSON.stringify(step)}`);
}

/** The leader's heartbeat reaches a follower, then up to `most` messages more, and each answer reaches the leader. */
function exchange(
  servers: ReadonlyMap<ServerId, RaftState>,
  leader: RaftState,
  follower: ServerId,
  messages: number,
): void {
  deliver(servers, heartbeatTo(leader, follower));
  for (let i = 0; i < messages; i++) {
    const message = nextMessageTo(leader, follower);
    if (message === null) return;
    deliver(servers, message);
  }
}

/** Delivers a message and its answer. All that they reveal is stable at once. */
function deliver(servers: ReadonlyMap<ServerId, RaftState>, message: RaftMessage | null): void {
  if (message === null) return;
  for (const id of [message.from, message.to]) writeAll(servers.get(id)!);
  const reply = receive(servers.get(message.to)!, message);
  writeAll(servers.get(message.to)!);
  if (reply !== null) deliver(servers, reply);
}

function writeAll(raft: RaftState): void {
  const unstable = unstableState(raft);
  if (unstable !== null) markStable(raft, unstable);
}

/** The server as it comes back from a crash, with what was stable. */
function restarted({ id, settings: set, log, snapshot, stable }: RaftState): RaftState {
  const { currentTerm, votedFor, lastIndex } = stable;
  const firstIndex = (snapshot?.lastIncludedIndex ?? 0) + 1;
  return newRaft(id, set, { currentTerm, votedFor, snapshot, entries: log.slice(firstIndex, lastIndex) });
}

function playReceive(raft: RaftState, step: Received): void {
  const { receive: message } = step;
  const revived =
    message.type === 'InstallSnapshot' ? { ...message, data: bytesOf(`${message.data}`) } : message;
  if (step.error !== undefined) {
    assert.throws(() => receive(raft, revived), { name: step.error });
    return;
  }
  const reply = receive(raft, revived);
  assertEqual(reply, step.reply);
  if (step.waits !== undefined) assert.equal(reply !== null && mustBeStableBefore(reply), step.waits);
}

function expectIndex(step: { readonly index?: number; readonly error?: string }, call: () => unknown): void {
  if (step.error === undefined) assert.equal(call(), step.index);
  else assert.throws(call, { name: step.error });
}

/** Equality as JSON sees it: a field that is undefined is absent. */
function assertEqual(actual: unknown, expected: unknown): void {
  assert.deepEqual(asJson(actual), asJson(expected));
}

function asJson(value: unknown): unknown {
  return value === undefined ? undefined : JSON.parse(JSON.stringify(value));
}

/** A message as JSON has it: bytes in base 64. */
function plain(message: RaftMessage | null): unknown {
  if (message?.type !== 'InstallSnapshot') return message;
  return { ...message, data: Buffer.from(message.data).toString('base64') };
}

function bytesOf(base64: string): Uint8Array {
  return new Uint8Array(Buffer.from(base64, 'base64'));
}

function playPersist(raft: RaftState, expected: unknown): void {
  const unstable = unstableState(raft);
  assertEqual(unstable === null ? null : plainUnstable(unstable), expected);
  if (unstable !== null) markStable(raft, unstable);
}

function plainUnstable(unstable: Unstable): unknown {
  const { snapshot } = unstable;
  if (snapshot === null) return unstable;
  return { ...unstable, snapshot: { ...snapshot, data: Buffer.from(snapshot.data).toString('base64') } };
}

function playApply(raft: RaftState, { apply, terms }: { apply: number; terms: readonly Term[] }): void {
  const entries = committedEntries(raft, apply);
  assertEqual(
    entries.map(({ term }) => term),
    terms,
  );
  markApplied(raft, raft.lastApplied + entries.length);
}

function stateOf(given: StateView): RaftState {
  const { id, servers, currentTerm, votedFor, commitIndex, lastApplied, role, leader } = given;
  const entries = given.log.map((term) => ({ term, command: { type: 'noop' } as const }));
  const set = settings({ preVote: false, checkQuorum: false, ...given.settings, servers });
  const raft = newRaft(id, set, { currentTerm, votedFor, snapshot: snapshotOf(given), entries });
  Object.assign(raft, {
    commitIndex,
    lastApplied,
    role,
    leader,
    leaderIsFresh: given.leaderIsFresh ?? false,
  });
  if (given.stableIndex !== undefined) raft.stable.lastIndex = given.stableIndex;
  if (given.configuration !== undefined)
    raft.configurations.splice(0, 1, { index: raft.log.snapshotIndex, configuration: given.configuration });
  for (const voter of given.votesGranted ?? []) raft.votesGranted.add(voter);
  for (const voter of given.votesRefused ?? []) raft.votesRefused.add(voter);
  for (const [peer, progress] of Object.entries(given.progress ?? {}))
    raft.progress.set(Number(peer), { ...newProgress(1, true), ...progress });
  if (role === 'leader') {
    raft.firstOfTerm = raft.log.firstIndexOf(currentTerm);
    raft.uncommittedBytes = bytesIn(raft.log.slice(raft.commitIndex + 1));
    followMembers(raft);
  }
  return raft;
}

function snapshotOf({ servers, configuration, snapshot }: StateView): Snapshot | null {
  if (snapshot === undefined) return null;
  const initial = { voters: Array.from({ length: servers }, (_, i) => i + 1), learners: [] };
  return { ...snapshot, configuration: configuration ?? initial, data: bytesOf(snapshot.data) };
}

function viewOf(raft: RaftState): StateView {
  const { id, currentTerm, votedFor, commitIndex, lastApplied, role, leader, leaderIsFresh, transferee } =
    raft;
  const progress = Array.from(raft.progress, ([peer, known]) => [peer, pick(known, progressFields)]);
  return {
    ...{ id, currentTerm, votedFor, commitIndex, lastApplied, role, leader, leaderIsFresh, transferee },
    servers: raft.settings.servers,
    log: raft.log.slice(raft.log.firstIndex).map(({ term }) => term),
    votesGranted: [...raft.votesGranted].sort((a, b) => a - b),
    votesRefused: [...raft.votesRefused].sort((a, b) => a - b),
    progress: Object.fromEntries(progress),
    configuration: configurationOf(raft),
    ...(raft.snapshot && { snapshot: viewOfSnapshot(raft.snapshot) }),
  };
}

function viewOfSnapshot({ lastIncludedIndex, lastIncludedTerm, data }: Snapshot) {
  return { lastIncludedIndex, lastIncludedTerm, data: Buffer.from(data).toString('base64') };
}

function pick<T extends object>(from: T, fields: readonly string[]): Partial<T> {
  return Object.fromEntries(Object.entries(from).filter(([field]) => fields.includes(field))) as Partial<T>;
}
