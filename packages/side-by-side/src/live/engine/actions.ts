// What a viewer does to a cluster, as plain data: a world is its seed, its settings and these.

import { refuse, requireBetween, requireInteger, requireText, type ServerId } from '@three-ways/raft-core';
import { networkLimits } from './settings.ts';

export type Action =
  | { readonly do: 'crash' | 'restart' | 'transfer' | 'remove'; readonly server: ServerId }
  /** Launches one more server, and adds it: as a learner first, then as a voter. */
  | { readonly do: 'add' | 'heal' }
  /** Cuts one direction of a connection. */
  | { readonly do: 'cut'; readonly from: ServerId; readonly to: ServerId }
  | { readonly do: 'partition'; readonly groups: readonly (readonly ServerId[])[] }
  /** Through the leader if `via` is 0. */
  | { readonly do: 'propose'; readonly id: string; readonly name: string; readonly via: ServerId }
  /** Of a message in flight, by its number: messages are numbered from 1 in the order of sending. */
  | { readonly do: 'drop'; readonly message: number }
  | { readonly do: 'delay'; readonly message: number; readonly ms: number }
  | { readonly do: 'network'; readonly latency: number; readonly jitter: number; readonly loss: number };

/** An action and its time (ms from the start). */
export type TimedAction = Action & { readonly at: number };

type Name = Action['do'];
type Kind = keyof typeof kinds;

/** Servers launched later have ids beyond the cluster's size. */
const maxServers = 32;

const kinds = {
  server: (name: string, value: unknown) => requireInteger(name, value, 1, maxServers),
  via: (name: string, value: unknown) => requireInteger(name, value, 0, maxServers),
  message: (name: string, value: unknown) => requireInteger(name, value, 1, 10_000_000),
  ms: (name: string, value: unknown) => requireBetween(name, value, 1, 60_000, 'a time from 1 to 60,000 ms'),
  text(name: string, value: unknown) {
    requireText(name, value);
    if ((value as string).length > 100) refuse(name, value, 'at most 100 characters');
  },
  groups(name: string, value: unknown) {
    if (!Array.isArray(value) || value.length > maxServers) refuse(name, value, 'a list of lists of servers');
    for (const group of value as unknown[]) {
      if (!Array.isArray(group)) refuse(name, group, 'a list of servers');
      for (const server of group) requireInteger(name, server, 1, maxServers);
    }
    const all = (value as number[][]).flat();
    if (new Set(all).size < all.length) refuse(name, value, 'each server at most once');
  },
  latency: (name: string, value: unknown) => requireBetween(name, value, ...networkLimits.latency),
  jitter: (name: string, value: unknown) => requireBetween(name, value, ...networkLimits.jitter),
  loss: (name: string, value: unknown) => requireBetween(name, value, ...networkLimits.loss),
} as const;

/** The fields of each action, in the order in which an address has them. */
const fieldsOf: Readonly<Record<Name, readonly (readonly [name: string, kind: Kind])[]>> = {
  crash: [['server', 'server']],
  restart: [['server', 'server']],
  transfer: [['server', 'server']],
  remove: [['server', 'server']],
  add: [],
  heal: [],
  cut: [
    ['from', 'server'],
    ['to', 'server'],
  ],
  partition: [['groups', 'groups']],
  propose: [
    ['id', 'text'],
    ['name', 'text'],
    ['via', 'via'],
  ],
  drop: [['message', 'message']],
  delay: [
    ['message', 'message'],
    ['ms', 'ms'],
  ],
  network: [
    ['latency', 'latency'],
    ['jitter', 'jitter'],
    ['loss', 'loss'],
  ],
};

/** The longest run (ms of virtual time). */
export const longestRun = 600_000;

/** An action as a short list: its time, its name, its fields. */
export function packAction(action: TimedAction): unknown[] {
  const fields = action as unknown as Record<string, unknown>;
  return [action.at, action.do, ...fieldsOf[action.do].map(([name]) => fields[name])];
}

/** @throws InvalidArgument naming the field */
export function unpackAction(packed: unknown): TimedAction {
  if (!Array.isArray(packed)) refuse('action', packed, 'a list');
  const [at, name, ...values] = packed as unknown[];
  requireBetween('at', at, 0, longestRun, `a time from 0 to ${longestRun} ms`);
  if (typeof name !== 'string' || !Object.hasOwn(fieldsOf, name))
    refuse('action', name, `one of ${Object.keys(fieldsOf).join(', ')}`);
  const fields = fieldsOf[name as Name];
  if (values.length !== fields.length) refuse(name as string, values.length, `${fields.length} values`);
  const action: Record<string, unknown> = { at, do: name };
  for (const [i, [field, kind]] of fields.entries()) {
    kinds[kind](field, values[i]);
    action[field] = values[i];
  }
  return action as unknown as TimedAction;
}

/** An action as a sentence: `crashes server 1`. */
export function actionText(action: Action): string {
  switch (action.do) {
    case 'crash':
    case 'restart':
      return `${action.do}: server ${action.server}`;
    case 'transfer':
      return `hand leadership over to server ${action.server}`;
    case 'remove':
      return `remove server ${action.server}`;
    case 'add':
      return 'add a server';
    case 'heal':
      return 'heal the network';
    case 'cut':
      return `cut ${action.from} → ${action.to}`;
    case 'partition':
      return `partition: ${action.groups.map((group) => group.join(' ')).join(' | ')}`;
    case 'propose':
      return `propose ${action.id} = ${action.name}${action.via === 0 ? '' : ` through server ${action.via}`}`;
    case 'drop':
      return `drop message ${action.message}`;
    case 'delay':
      return `delay message ${action.message} by ${action.ms} ms`;
    case 'network':
      return `network: ${action.latency} ms + up to ${action.jitter} ms, loss ${Math.round(action.loss * 100)} %`;
  }
}
