// Reads and commands forwarded to the leader (dissertation §6.4, §8) as bytes: the fields in the order of raft-core's messages.ts,
// after the tag (messages.ts).

import type { ClientReply, ClientRequest } from '@three-ways/raft-cluster';
import type { ReadIndex, ReadIndexReply } from '@three-ways/raft-core';
import { readClientCommand, writeClientCommand } from './commands.ts';
import { readOutcome, writeOutcome } from './outcomes.ts';
import type { Reader } from './reader.ts';
import type { Writer } from './writer.ts';

export function writeReadIndex(writer: Writer, message: ReadIndex): void {
  writer.number(message.from);
  writer.number(message.to);
  writer.number(message.term);
  writer.number(message.readId);
}

export function readReadIndex(reader: Reader): ReadIndex {
  return {
    type: 'ReadIndex',
    from: reader.number(),
    to: reader.number(),
    term: reader.number(),
    readId: reader.number(),
  };
}

export function writeReadIndexReply(writer: Writer, message: ReadIndexReply): void {
  writer.number(message.from);
  writer.number(message.to);
  writer.number(message.term);
  writer.number(message.readId);
  writer.number(message.readIndex);
}

export function readReadIndexReply(reader: Reader): ReadIndexReply {
  return {
    type: 'ReadIndexReply',
    from: reader.number(),
    to: reader.number(),
    term: reader.number(),
    readId: reader.number(),
    readIndex: reader.number(),
  };
}

export function writeClientRequest(writer: Writer, message: ClientRequest): void {
  writer.number(message.from);
  writer.number(message.to);
  writer.number(message.requestId);
  writeClientCommand(writer, message.command);
}

export function readClientRequest(reader: Reader): ClientRequest {
  return {
    type: 'ClientRequest',
    from: reader.number(),
    to: reader.number(),
    requestId: reader.number(),
    command: readClientCommand(reader),
  };
}

export function writeClientReply(writer: Writer, message: ClientReply): void {
  writer.number(message.from);
  writer.number(message.to);
  writer.number(message.requestId);
  writeOutcome(writer, message.outcome);
}

export function readClientReply(reader: Reader): ClientReply {
  return {
    type: 'ClientReply',
    from: reader.number(),
    to: reader.number(),
    requestId: reader.number(),
    outcome: readOutcome(reader),
  };
}
