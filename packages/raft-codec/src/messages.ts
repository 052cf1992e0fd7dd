// Messages between servers as bytes: a tag, then the fields of its message.

import type { Message } from '@three-ways/raft-cluster';
import {
  readPreVote,
  readPreVoteReply,
  readRequestVote,
  readRequestVoteReply,
  readTimeoutNow,
  writePreVote,
  writePreVoteReply,
  writeRequestVote,
  writeRequestVoteReply,
  writeTimeoutNow,
} from './elections.ts';
import type { Reader } from './reader.ts';
import {
  readAppendEntries,
  readAppendEntriesReply,
  readInstallSnapshot,
  readInstallSnapshotReply,
  writeAppendEntries,
  writeAppendEntriesReply,
  writeInstallSnapshot,
  writeInstallSnapshotReply,
} from './replication.ts';
import {
  readClientReply,
  readClientRequest,
  readReadIndex,
  readReadIndexReply,
  writeClientReply,
  writeClientRequest,
  writeReadIndex,
  writeReadIndexReply,
} from './requests.ts';
import type { Writer } from './writer.ts';

/** First byte of a message, by its type. */
const tag = {
  PreVote: 1,
  PreVoteReply: 2,
  RequestVote: 3,
  RequestVoteReply: 4,
  AppendEntries: 5,
  AppendEntriesReply: 6,
  InstallSnapshot: 7,
  InstallSnapshotReply: 8,
  TimeoutNow: 9,
  ReadIndex: 10,
  ReadIndexReply: 11,
  ClientRequest: 12,
  ClientReply: 13,
} as const satisfies Record<Message['type'], number>;

/** @throws InvalidArgument for a value outside the schema */
export function writeMessage(writer: Writer, message: Message): void {
  writer.byte(tag[message.type]);
  switch (message.type) {
    case 'PreVote':
      return writePreVote(writer, message);
    case 'PreVoteReply':
      return writePreVoteReply(writer, message);
    case 'RequestVote':
      return writeRequestVote(writer, message);
    case 'RequestVoteReply':
      return writeRequestVoteReply(writer, message);
    case 'AppendEntries':
      return writeAppendEntries(writer, message);
    case 'AppendEntriesReply':
      return writeAppendEntriesReply(writer, message);
    case 'InstallSnapshot':
      return writeInstallSnapshot(writer, message);
    case 'InstallSnapshotReply':
      return writeInstallSnapshotReply(writer, message);
    case 'TimeoutNow':
      return writeTimeoutNow(writer, message);
    case 'ReadIndex':
      return writeReadIndex(writer, message);
    case 'ReadIndexReply':
      return writeReadIndexReply(writer, message);
    case 'ClientRequest':
      return writeClientRequest(writer, message);
    case 'ClientReply':
      return writeClientReply(writer, message);
  }
}

/** @throws MalformedMessage */
export function readMessage(reader: Reader): Message {
  const code = reader.byte();
  switch (code) {
    case tag.PreVote:
      return readPreVote(reader);
    case tag.PreVoteReply:
      return readPreVoteReply(reader);
    case tag.RequestVote:
      return readRequestVote(reader);
    case tag.RequestVoteReply:
      return readRequestVoteReply(reader);
    case tag.AppendEntries:
      return readAppendEntries(reader);
    case tag.AppendEntriesReply:
      return readAppendEntriesReply(reader);
    case tag.InstallSnapshot:
      return readInstallSnapshot(reader);
    case tag.InstallSnapshotReply:
      return readInstallSnapshotReply(reader);
    case tag.TimeoutNow:
      return readTimeoutNow(reader);
    case tag.ReadIndex:
      return readReadIndex(reader);
    case tag.ReadIndexReply:
      return readReadIndexReply(reader);
    case tag.ClientRequest:
      return readClientRequest(reader);
    case tag.ClientReply:
      return readClientReply(reader);
    default:
      return reader.refuse(`unknown message tag ${code}`);
  }
}
