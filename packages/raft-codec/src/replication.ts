// Replication and snapshot messages (§5.3, §7) as bytes: the fields in the order of raft-core's messages.ts, after the tag
// (messages.ts).

import type {
  AppendEntries,
  AppendEntriesReply,
  InstallSnapshot,
  InstallSnapshotReply,
} from '@three-ways/raft-core';
import { readEntries, writeEntries } from './commands.ts';
import { readConfiguration, writeConfiguration } from './configuration.ts';
import type { Reader } from './reader.ts';
import type { Writer } from './writer.ts';

export function writeAppendEntries(writer: Writer, message: AppendEntries): void {
  writer.number(message.from);
  writer.number(message.to);
  writer.number(message.term);
  writer.number(message.prevLogIndex);
  writer.number(message.prevLogTerm);
  writeEntries(writer, message.entries);
  writer.number(message.leaderCommit);
  writer.number(message.round);
}

export function readAppendEntries(reader: Reader): AppendEntries {
  return {
    type: 'AppendEntries',
    from: reader.number(),
    to: reader.number(),
    term: reader.number(),
    prevLogIndex: reader.number(),
    prevLogTerm: reader.number(),
    entries: readEntries(reader),
    leaderCommit: reader.number(),
    round: reader.number(),
  };
}

export function writeAppendEntriesReply(writer: Writer, message: AppendEntriesReply): void {
  writer.number(message.from);
  writer.number(message.to);
  writer.number(message.term);
  writer.flag(message.success);
  writer.number(message.prevLogIndex);
  writer.number(message.matchIndex);
  writer.number(message.conflictTerm);
  writer.number(message.conflictIndex);
  writer.number(message.round);
}

export function readAppendEntriesReply(reader: Reader): AppendEntriesReply {
  return {
    type: 'AppendEntriesReply',
    from: reader.number(),
    to: reader.number(),
    term: reader.number(),
    success: reader.flag(),
    prevLogIndex: reader.number(),
    matchIndex: reader.number(),
    conflictTerm: reader.number(),
    conflictIndex: reader.number(),
    round: reader.number(),
  };
}

export function writeInstallSnapshot(writer: Writer, message: InstallSnapshot): void {
  writer.number(message.from);
  writer.number(message.to);
  writer.number(message.term);
  writer.number(message.lastIncludedIndex);
  writer.number(message.lastIncludedTerm);
  writeConfiguration(writer, message.configuration);
  writer.number(message.offset);
  writer.bytes(message.data);
  writer.flag(message.done);
  writer.number(message.round);
}

export function readInstallSnapshot(reader: Reader): InstallSnapshot {
  return {
    type: 'InstallSnapshot',
    from: reader.number(),
    to: reader.number(),
    term: reader.number(),
    lastIncludedIndex: reader.number(),
    lastIncludedTerm: reader.number(),
    configuration: readConfiguration(reader),
    offset: reader.number(),
    data: reader.bytes(),
    done: reader.flag(),
    round: reader.number(),
  };
}

export function writeInstallSnapshotReply(writer: Writer, message: InstallSnapshotReply): void {
  writer.number(message.from);
  writer.number(message.to);
  writer.number(message.term);
  writer.number(message.lastIncludedIndex);
  writer.number(message.offset);
  writer.flag(message.installed);
  writer.number(message.round);
}

export function readInstallSnapshotReply(reader: Reader): InstallSnapshotReply {
  return {
    type: 'InstallSnapshotReply',
    from: reader.number(),
    to: reader.number(),
    term: reader.number(),
    lastIncludedIndex: reader.number(),
    offset: reader.number(),
    installed: reader.flag(),
    round: reader.number(),
  };
}
