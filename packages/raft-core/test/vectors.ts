// Plays a case of the vectors (../vectors/README.md) against the rules.

import { readdirSync, readFileSync } from 'node:fs';
import { expect } from 'vitest';
import { committedEntries, markApplied } from '../src/commitment.ts';
import { markStable, unstableState } from '../src/durability.ts';
import { startElection } from '../src/election.ts';
import type { Command, RaftMessage, ServerId, Term } from '../src/messages.ts';
import { receive } from '../src/receive.ts';
import { appendEntriesTo, heartbeatTo, propose } from '../src/replication.ts';
import { type Settings, settings } from '../src/settings.ts';
import { newRaft, type Progress, type RaftState, type Role } from '../src/state.ts';

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
  readonly progress?: Readonly<Record<string, Progress>>;
}

type Step = { readonly heard?: boolean; readonly then?: Partial<StateView> } & (
  | { readonly receive: RaftMessage; readonly reply: unknown }
  | { readonly startElection: unknown }
  | { readonly propose: Command; readonly index?: number; readonly error?: string }
  | { readonly appendEntriesTo: ServerId; readonly sends: unknown }
  | { readonly heartbeatTo: ServerId; readonly sends: unknown }
  | { readonly persist: unknown }
  | { readonly apply: number; readonly terms: readonly Term[] }
);

export interface Case {
  readonly name: string;
  readonly section: string;
  readonly given: StateView;
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
  const raft = stateOf(given);
  for (const step of steps) {
    const { heard } = raft;
    playStep(raft, step);
    expect(raft.heard > heard, 'the election timer is restarted').toBe(step.heard ?? false);
    expectState(raft, step.then);
  }
  expectState(raft, then);
}

function expectState(raft: RaftState, expected: Partial<StateView> = {}): void {
  expect(pick(viewOf(raft), Object.keys(expected))).toEqual(expected);
}

function playStep(raft: RaftState, step: Step): void {
  if ('receive' in step) expect(receive(raft, step.receive)).toEqual(step.reply);
  else if ('startElection' in step) expect(startElection(raft)).toEqual(step.startElection);
  else if ('appendEntriesTo' in step) expect(appendEntriesTo(raft, step.appendEntriesTo)).toEqual(step.sends);
  else if ('heartbeatTo' in step) expect(heartbeatTo(raft, step.heartbeatTo)).toEqual(step.sends);
  else if ('propose' in step) playPropose(raft, step);
  else if ('persist' in step) playPersist(raft, step.persist);
  else if ('apply' in step) playApply(raft, step);
  else throw new Error(`a step of a kind that vectors/README.md does not name: ${JSON.stringify(step)}`);
}

function playPropose(raft: RaftState, step: { propose: Command; index?: number; error?: string }): void {
  if (step.error === undefined) expect(propose(raft, step.propose)).toBe(step.index);
  else expect(() => propose(raft, step.propose)).toThrow(expect.objectContaining({ name: step.error }));
}

function playPersist(raft: RaftState, expected: unknown): void {
  const unstable = unstableState(raft);
  expect(unstable).toEqual(expected);
  if (unstable !== null) markStable(raft, unstable);
}

function playApply(raft: RaftState, { apply, terms }: { apply: number; terms: readonly Term[] }): void {
  const entries = committedEntries(raft, apply);
  expect(entries.map(({ term }) => term)).toEqual(terms);
  markApplied(raft, raft.lastApplied + entries.length);
}

function stateOf(given: StateView): RaftState {
  const { id, servers, currentTerm, votedFor, commitIndex, lastApplied, role, leader } = given;
  const entries = given.log.map((term) => ({ term, command: { type: 'noop' } as const }));
  const raft = newRaft(id, settings({ ...given.settings, servers }), { currentTerm, votedFor, entries });
  Object.assign(raft, { commitIndex, lastApplied, role, leader });
  for (const voter of given.votesGranted ?? []) raft.votesGranted.add(voter);
  for (const voter of given.votesRefused ?? []) raft.votesRefused.add(voter);
  for (const [peer, progress] of Object.entries(given.progress ?? {}))
    raft.progress.set(Number(peer), { ...progress });
  return raft;
}

function viewOf(raft: RaftState): StateView {
  const { id, currentTerm, votedFor, commitIndex, lastApplied, role, leader } = raft;
  return {
    ...{ id, currentTerm, votedFor, commitIndex, lastApplied, role, leader },
    servers: raft.servers.length,
    log: raft.log.slice(1).map(({ term }) => term),
    votesGranted: [...raft.votesGranted].sort((a, b) => a - b),
    votesRefused: [...raft.votesRefused].sort((a, b) => a - b),
    progress: Object.fromEntries(raft.progress),
  };
}

function pick(view: StateView, fields: readonly string[]): Partial<StateView> {
  return Object.fromEntries(Object.entries(view).filter(([field]) => fields.includes(field)));
}
