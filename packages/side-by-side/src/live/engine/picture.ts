// The picture of a cluster: folded from the events of its trace, so that the trace of any implementation can be shown. Each
// event makes a new picture, which shares with the one before it all that has not changed.

import type { FaultRules, Message, TraceEvent } from '@three-ways/raft-cluster';
import type { LogIndex, Role, ServerId, Term } from '@three-ways/raft-core';

export interface ServerPicture {
  readonly id: ServerId;
  readonly running: boolean;
  readonly role: Role;
  readonly term: Term;
  readonly votedFor: ServerId | null;
  /** Index of the last entry before `terms`: what a snapshot has replaced. */
  readonly base: LogIndex;
  /** The terms of the entries after `base`. */
  readonly terms: readonly Term[];
  readonly commitIndex: LogIndex;
  readonly lastApplied: LogIndex;
  /** Votes granted to this candidate in its election, its own included. */
  readonly votes: readonly ServerId[];
  /** When the election timer was started and when it elapses (ms); null if a trace doesn't say. */
  readonly timer: readonly [from: number, until: number] | null;
}

/** A message between its sending and its arrival or loss. */
export interface Flight {
  /** From 1, in the order of sending. */
  readonly number: number;
  readonly message: Message;
  readonly sentAt: number;
}

export interface Picture {
  readonly at: number;
  readonly servers: ReadonlyMap<ServerId, ServerPicture>;
  readonly flights: ReadonlyMap<number, Flight>;
  /** Number of messages sent so far. */
  readonly sent: number;
  readonly groups: readonly (readonly ServerId[])[] | null;
  readonly rules: FaultRules;
}

export const emptyPicture: Picture = {
  at: 0,
  servers: new Map(),
  flights: new Map(),
  sent: 0,
  groups: null,
  rules: {},
};

type EventOf<Type extends TraceEvent['type']> = Extract<TraceEvent, { readonly type: Type }>;
type MessageEvent = Extract<TraceEvent, { readonly message: Message }>;

/** The picture after an event. @param number the message's number, if the event is of one */
export function after(picture: Picture, event: TraceEvent, number: number): Picture {
  const { at } = event;
  switch (event.type) {
    case 'send':
      return {
        ...withSentTerm(picture, event.message),
        at,
        sent: picture.sent + 1,
        flights: departed(picture, event, number),
      };
    case 'deliver':
    case 'drop': {
      const flights = new Map(picture.flights);
      flights.delete(number);
      return { ...withVote(picture, event.message, event.type), at, flights };
    }
    case 'partition':
      return { ...picture, at, groups: event.groups };
    case 'heal':
      return { ...picture, at, groups: null };
    case 'faults':
      return { ...picture, at, rules: event.rules };
    default: {
      const servers = new Map(picture.servers);
      servers.set(event.server, changed(picture.servers.get(event.server) ?? newServer(event.server), event));
      return { ...picture, at, servers };
    }
  }
}

function departed(picture: Picture, { message, at }: MessageEvent, number: number): Map<number, Flight> {
  return new Map(picture.flights).set(number, { number, message, sentAt: at });
}

/** A vote that arrives is counted by the candidate of its term. */
function withVote(picture: Picture, message: Message, what: 'send' | 'deliver' | 'drop'): Picture {
  const isVote = message.type === 'RequestVoteReply' || message.type === 'PreVoteReply';
  if (what !== 'deliver' || !isVote || !message.voteGranted) return picture;
  const candidate = picture.servers.get(message.to);
  const role = message.type === 'PreVoteReply' ? 'pre-candidate' : 'candidate';
  const term = message.type === 'PreVoteReply' ? message.term - 1 : message.term;
  if (candidate?.role !== role || candidate.term !== term || candidate.votes.includes(message.from))
    return picture;
  const counted = { ...candidate, votes: [...candidate.votes, message.from] };
  return { ...picture, servers: new Map(picture.servers).set(message.to, counted) };
}

/** A server's messages bear its term; only those about PreVote may bear another. */
function withSentTerm(picture: Picture, message: Message): Picture {
  const server = picture.servers.get(message.from);
  if (server === undefined || !('term' in message) || /^PreVote/.test(message.type)) return picture;
  if (message.term <= server.term) return picture;
  const moved = { ...server, term: message.term, votedFor: null };
  return { ...picture, servers: new Map(picture.servers).set(server.id, moved) };
}

function newServer(id: ServerId): ServerPicture {
  return {
    ...{ id, running: true, role: 'follower', term: 0, votedFor: null, base: 0, terms: [] },
    ...{ commitIndex: 0, lastApplied: 0, votes: [], timer: null },
  };
}

type ServerEvent = Extract<TraceEvent, { readonly server: ServerId }>;

function changed(server: ServerPicture, event: ServerEvent): ServerPicture {
  switch (event.type) {
    case 'start':
      return started(server, event);
    case 'crash':
      return { ...server, running: false, timer: null, votes: [] };
    case 'role': {
      const isCampaign = event.role === 'candidate' || event.role === 'pre-candidate';
      const voted =
        event.role === 'candidate' ? server.id : event.term > server.term ? null : server.votedFor;
      return {
        ...server,
        role: event.role,
        term: event.term,
        votedFor: voted,
        votes: isCampaign ? [server.id] : [],
      };
    }
    case 'timer':
      return { ...server, timer: [event.at, event.at + event.electionTimeout] };
    case 'vote': {
      const term = event.voteGranted ? event.term : server.term;
      return { ...server, term, votedFor: event.voteGranted ? event.candidate : server.votedFor };
    }
    case 'append': {
      const kept = server.terms.slice(0, Math.max(0, event.firstIndex - 1 - server.base));
      return { ...server, terms: [...kept, ...event.terms] };
    }
    case 'install': {
      const kept = server.terms.slice(Math.max(0, event.lastIncludedIndex - server.base));
      const { lastIncludedIndex: base, lastIndex } = event;
      const commitIndex = Math.max(server.commitIndex, base);
      return { ...server, base, terms: lastIndex > base ? kept : [], commitIndex };
    }
    case 'commit':
      return { ...server, commitIndex: event.commitIndex };
    case 'apply':
      return { ...server, lastApplied: event.lastApplied };
  }
}

/** What was not on stable storage is gone. */
function started(server: ServerPicture, event: EventOf<'start'>): ServerPicture {
  const { currentTerm: term = server.term, votedFor = server.votedFor, lastLogIndex } = event;
  const terms =
    lastLogIndex === undefined
      ? server.terms
      : server.terms.slice(0, Math.max(0, lastLogIndex - server.base));
  return {
    ...newServer(server.id),
    term,
    votedFor,
    base: server.base,
    terms,
    commitIndex: server.base,
    lastApplied: 0,
  };
}
