// Election messages (§5.2; dissertation §9.6, §3.10) as bytes: the fields in the order of raft-core's messages.ts, after the tag
// (messages.ts).

import type { PreVote, PreVoteReply, RequestVote, RequestVoteReply, TimeoutNow } from '@three-ways/raft-core';
import type { Reader } from './reader.ts';
import type { Writer } from './writer.ts';

export function writePreVote(writer: Writer, message: PreVote): void {
  writer.number(message.from);
  writer.number(message.to);
  writer.number(message.term);
  writer.number(message.lastLogIndex);
  writer.number(message.lastLogTerm);
}

export function readPreVote(reader: Reader): PreVote {
  return {
    type: 'PreVote',
    from: reader.number(),
    to: reader.number(),
    term: reader.number(),
    lastLogIndex: reader.number(),
    lastLogTerm: reader.number(),
  };
}

export function writePreVoteReply(writer: Writer, message: PreVoteReply): void {
  writer.number(message.from);
  writer.number(message.to);
  writer.number(message.term);
  writer.flag(message.voteGranted);
}

export function readPreVoteReply(reader: Reader): PreVoteReply {
  return {
    type: 'PreVoteReply',
    from: reader.number(),
    to: reader.number(),
    term: reader.number(),
    voteGranted: reader.flag(),
  };
}

export function writeRequestVote(writer: Writer, message: RequestVote): void {
  writer.number(message.from);
  writer.number(message.to);
  writer.number(message.term);
  writer.number(message.lastLogIndex);
  writer.number(message.lastLogTerm);
  writer.flag(message.leadershipTransfer);
}

export function readRequestVote(reader: Reader): RequestVote {
  return {
    type: 'RequestVote',
    from: reader.number(),
    to: reader.number(),
    term: reader.number(),
    lastLogIndex: reader.number(),
    lastLogTerm: reader.number(),
    leadershipTransfer: reader.flag(),
  };
}

export function writeRequestVoteReply(writer: Writer, message: RequestVoteReply): void {
  writer.number(message.from);
  writer.number(message.to);
  writer.number(message.term);
  writer.flag(message.voteGranted);
}

export function readRequestVoteReply(reader: Reader): RequestVoteReply {
  return {
    type: 'RequestVoteReply',
    from: reader.number(),
    to: reader.number(),
    term: reader.number(),
    voteGranted: reader.flag(),
  };
}

export function writeTimeoutNow(writer: Writer, message: TimeoutNow): void {
  writer.number(message.from);
  writer.number(message.to);
  writer.number(message.term);
}

export function readTimeoutNow(reader: Reader): TimeoutNow {
  return { type: 'TimeoutNow', from: reader.number(), to: reader.number(), term: reader.number() };
}
