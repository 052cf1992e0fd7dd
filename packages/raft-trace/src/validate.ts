// Validates parsed lines as events. Traces come from other languages and machines; only the fields that readers of traces need
// are required.

import type { TraceEvent } from '@three-ways/raft-cluster';

type Kind = keyof typeof kinds;
type Fields = readonly (readonly [name: string, kind: Kind])[];

const kinds = {
  server: { wanted: 'an integer of 1 or more', holds: (value: unknown) => isInteger(value, 1) },
  count: { wanted: 'an integer of 0 or more', holds: (value: unknown) => isInteger(value, 0) },
  time: {
    wanted: 'a time of 0 ms or more',
    holds: (value: unknown) => Number.isFinite(value) && (value as number) >= 0,
  },
  groups: {
    wanted: 'a list of lists of servers',
    holds: (value: unknown) => Array.isArray(value) && value.every(isGroup),
  },
  rules: {
    wanted: 'an object of numbers',
    holds: (value: unknown) =>
      kinds.object.holds(value) && Object.values(value as object).every(Number.isFinite),
  },
  list: { wanted: 'a list', holds: (value: unknown) => Array.isArray(value) },
  flag: { wanted: 'true or false', holds: (value: unknown) => typeof value === 'boolean' },
  role: { wanted: 'one of the four roles', holds: (value: unknown) => roles.has(value) },
  text: { wanted: 'a string', holds: (value: unknown) => typeof value === 'string' },
  object: {
    wanted: 'an object',
    holds: (value: unknown) => typeof value === 'object' && value !== null && !Array.isArray(value),
  },
} as const;

const roles: ReadonlySet<unknown> = new Set(['follower', 'pre-candidate', 'candidate', 'leader']);

const ofServer: Fields = [['server', 'server']];
const ofTerm: Fields = [...ofServer, ['term', 'count']];
const ofMessage: Fields = [['message', 'object']];

const fieldsOf: Readonly<Record<TraceEvent['type'], Fields>> = {
  role: [...ofTerm, ['role', 'role']],
  timer: [...ofTerm, ['electionTimeout', 'time']],
  vote: [...ofTerm, ['candidate', 'server'], ['voteGranted', 'flag']],
  append: [...ofTerm, ['firstIndex', 'count'], ['lastIndex', 'count'], ['terms', 'list']],
  install: [...ofTerm, ['lastIncludedIndex', 'count'], ['lastIncludedTerm', 'count'], ['lastIndex', 'count']],
  commit: [...ofTerm, ['commitIndex', 'count']],
  apply: [...ofTerm, ['lastApplied', 'count']],
  start: ofServer, // its storage's content is optional
  crash: ofServer,
  send: ofMessage,
  deliver: ofMessage,
  drop: ofMessage,
  partition: [['groups', 'groups']],
  heal: [],
  faults: [['rules', 'rules']],
};

const types: ReadonlyMap<unknown, Fields> = new Map(Object.entries(fieldsOf));

const messageFields: Fields = [
  ['type', 'text'],
  ['from', 'server'],
  ['to', 'server'],
];
/** Heartbeats have no entries. */
const appendEntriesFields: Fields = [...messageFields, ['prevLogIndex', 'count'], ['entries', 'list']];

/** Why a parsed line is not an event, as a predicate; null if it is one. */
export function problemOf(value: unknown): string | null {
  if (!kinds.object.holds(value)) return 'is not an object';
  const event = value as Record<string, unknown>;
  const { type } = event;
  const fields = types.get(type);
  if (type === undefined) return 'has no type';
  if (fields === undefined)
    return `has the unknown type ${JSON.stringify(type)}: give ${[...types.keys()].join(', ')}`;
  if (!Number.isFinite(event.at)) return describe(`${type}`, 'at', event.at, 'a time in ms');
  const problem = problemIn(`${type}`, event, fields);
  if (problem !== null || fields !== ofMessage) return problem;
  const message = event.message as Record<string, unknown>;
  const wanted = message.type === 'AppendEntries' ? appendEntriesFields : messageFields;
  return problemIn('the message', message, wanted);
}

function problemIn(what: string, object: Record<string, unknown>, fields: Fields): string | null {
  for (const [name, kind] of fields)
    if (!kinds[kind].holds(object[name])) return describe(what, name, object[name], kinds[kind].wanted);
  return null;
}

function describe(what: string, name: string, value: unknown, wanted: string): string {
  if (value === undefined) return `lacks ${name}: ${what} needs ${wanted}`;
  return `has ${JSON.stringify(value).slice(0, 40)} as ${name}: ${what} needs ${wanted}`;
}

function isGroup(value: unknown): boolean {
  return Array.isArray(value) && value.every((id) => isInteger(id, 1));
}

function isInteger(value: unknown, least: number): boolean {
  return Number.isInteger(value) && (value as number) >= least;
}
