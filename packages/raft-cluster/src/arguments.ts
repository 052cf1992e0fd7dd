// Validation of the arguments of a Cluster, shared by all runtimes: types, ranges, and a copy of what the cluster keeps,
// because a caller may change its own object at any time. Each field is read once.

import {
  type ClientCommand,
  type Command,
  type ConfigurationChange,
  InvalidArgument,
  refuse,
  requireBetween,
  requireFields,
  requireInteger,
  requireObject,
  requireText,
  type ServerId,
  type SessionMark,
  show,
} from '@three-ways/raft-core';
import type { ProposeOptions, ReadOptions, RequestOptions } from './cluster.ts';
import type { TraceListener } from './trace.ts';

/** Maximum UTF-8 bytes of a command's id and name together, and of the id of a read: 1 MiB. */
export const maxCommandBytes = 1024 * 1024;

/** Known fields of each argument. */
const fieldsOf = {
  set: ['type', 'id', 'name'],
  delete: ['type', 'id'],
  register: ['type'],
  mark: ['session', 'sequence'],
  change: ['type', 'server'],
  propose: ['via', 'signal', 'session'],
  read: ['via', 'signal', 'consistency'],
  request: ['signal'],
} as const;

/** A copy of a client's command for the log. @throws InvalidArgument */
export function clientCommand(given: ClientCommand, session?: SessionMark): Command {
  const type = given?.type;
  switch (type) {
    case 'set': {
      requireFields('command', given, fieldsOf.set);
      const { id, name } = given as Extract<ClientCommand, { readonly type: 'set' }>;
      requireText('command.id', id);
      requireText('command.name', name);
      requireRoom('command.id and command.name', id, name);
      return session === undefined ? { type, id, name } : { type, id, name, mark: sessionMark(session) };
    }
    case 'delete': {
      requireFields('command', given, fieldsOf.delete);
      const { id } = given as Extract<ClientCommand, { readonly type: 'delete' }>;
      requireKey('command.id', id);
      return session === undefined ? { type, id } : { type, id, mark: sessionMark(session) };
    }
    case 'register':
      requireFields('command', given, fieldsOf.register);
      return session === undefined ? { type } : refuse('session', session, 'none to a register command');
    default:
      requireObject('command', given);
      return refuse('command.type', type, '"set", "delete" or "register"');
  }
}

function sessionMark(given: SessionMark): SessionMark {
  requireFields('session', given, fieldsOf.mark);
  const { session, sequence } = given;
  requireInteger('session.session', session, 1, Number.MAX_SAFE_INTEGER);
  requireInteger('session.sequence', sequence, 1, Number.MAX_SAFE_INTEGER);
  return { session, sequence };
}

/** Checks the id of a read. @throws InvalidArgument */
export function requireKey(name: string, id: string): void {
  requireText(name, id);
  requireRoom(name, id, '');
}

/** Encodes only texts near the limit: a UTF-16 unit takes one to three bytes of UTF-8. */
function requireRoom(name: string, text: string, more: string): void {
  const characters = text.length + more.length;
  if (3 * characters <= maxCommandBytes) return;
  if (characters <= maxCommandBytes && bytesOf(text) + bytesOf(more) <= maxCommandBytes) return;
  throw new InvalidArgument(
    `${name} ${more === '' ? 'has' : 'have'} more than ${maxCommandBytes} bytes of UTF-8: give less`,
  );
}

function bytesOf(text: string): number {
  return utf8.encode(text).length;
}

const utf8 = new TextEncoder();

/** A copy of the change; the cluster checks that the server exists. @throws InvalidArgument */
export function configurationChange(given: ConfigurationChange): ConfigurationChange {
  requireFields('change', given, fieldsOf.change);
  const { type, server } = given;
  if (type !== 'addLearner' && type !== 'promote' && type !== 'remove')
    refuse('change.type', type, '"addLearner", "promote" or "remove"');
  return { type, server };
}

const none: ProposeOptions = Object.freeze({});

/** @throws InvalidArgument */
export function proposeOptions(given: ProposeOptions = none): ProposeOptions {
  if (given === none) return none;
  requireFields('options', given, fieldsOf.propose);
  const { via, signal, session } = given;
  requireSignal(signal);
  return { via, signal, session } as ProposeOptions;
}

/** @throws InvalidArgument */
export function readOptions(given: ReadOptions): ReadOptions {
  requireFields('options', given, fieldsOf.read);
  const { via, signal, consistency } = given;
  requireSignal(signal);
  if (consistency !== 'linearizable' && consistency !== 'stale')
    refuse('consistency', consistency, '"linearizable" or "stale"');
  return { via, signal, consistency } as ReadOptions;
}

/** @throws InvalidArgument */
export function requestOptions(given: Pick<RequestOptions, 'signal'> = {}): RequestOptions {
  requireFields('options', given, fieldsOf.request);
  const { signal } = given;
  requireSignal(signal);
  return { signal } as RequestOptions;
}

function requireSignal(signal: unknown): void {
  if (signal !== undefined && !(signal instanceof AbortSignal)) refuse('signal', signal, 'an AbortSignal');
}

/** @throws InvalidArgument unless it is one of a cluster's servers, 1 to `servers` */
export function requireServer(id: ServerId, servers: number): void {
  if (Number.isInteger(id) && id >= 1 && id <= servers) return;
  throw new InvalidArgument(`there is no server ${show(id)}: this cluster has servers 1 to ${servers}`);
}

/** @throws InvalidArgument unless it is the length of a block (ms) */
export function requireBlock(ms: number): void {
  requireBetween('ms', ms, 0, 60_000, 'a time from 0 to 60,000 ms');
}

/**
 * A copy of the groups of a partition, in which no server occurs twice; the cluster checks that the servers exist.
 * @throws InvalidArgument
 */
export function partitionGroups(given: readonly (readonly ServerId[])[]): ServerId[][] {
  if (!Array.isArray(given)) refuse('groups', given, 'an array of arrays of servers');
  const groups: ServerId[][] = [];
  const named = new Set<ServerId>();
  for (const group of given) groups.push(partitionGroup(`groups[${groups.length}]`, group, named));
  return groups;
}

function partitionGroup(name: string, given: readonly ServerId[], named: Set<ServerId>): ServerId[] {
  if (!Array.isArray(given)) refuse(name, given, 'an array of servers');
  const group: ServerId[] = [];
  for (const id of given) {
    requireInteger(`${name}[${group.length}]`, id, 1, Number.MAX_SAFE_INTEGER);
    if (named.has(id)) refuse(`${name}[${group.length}]`, id, 'each server once');
    named.add(id);
    group.push(id);
  }
  return group;
}

/** @throws InvalidArgument unless it is a function, or null */
export function requireListener(listener: TraceListener | null): void {
  if (listener !== null && typeof listener !== 'function') refuse('listener', listener, 'a function or null');
}
