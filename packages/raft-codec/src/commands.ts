// Commands and the entries that carry them (raft-core's commands.ts) as bytes.

import { type Command, type Entry, InvalidArgument, type SessionMark } from '@three-ways/raft-core';
import { readConfiguration, writeConfiguration } from './configuration.ts';
import { mostEntries } from './limits.ts';
import type { Reader } from './reader.ts';
import type { Writer } from './writer.ts';

/** First byte of a command. */
const kind = {
  noop: 0,
  set: 1,
  delete: 2,
  register: 3,
  configuration: 4,
  markedSet: 5,
  markedDelete: 6,
} as const;

/** @throws InvalidArgument for a value outside the schema */
export function writeCommand(writer: Writer, command: Command): void {
  switch (command.type) {
    case 'noop':
      return writer.byte(kind.noop);
    case 'set':
      writer.byte(command.mark === undefined ? kind.set : kind.markedSet);
      writer.text(command.id);
      writer.text(command.name);
      return writeMark(writer, command.mark);
    case 'delete':
      writer.byte(command.mark === undefined ? kind.delete : kind.markedDelete);
      writer.text(command.id);
      return writeMark(writer, command.mark);
    case 'register':
      return writer.byte(kind.register);
    case 'configuration':
      writer.byte(kind.configuration);
      return writeConfiguration(writer, command.configuration);
  }
}

/** Writes a client's command. @throws InvalidArgument for any other command, or a value outside the schema */
export function writeClientCommand(writer: Writer, command: Command): void {
  if (command.type === 'noop' || command.type === 'configuration')
    throw new InvalidArgument(`a ${command.type} cannot be encoded here: give a client's command`);
  writeCommand(writer, command);
}

function writeMark(writer: Writer, mark: SessionMark | undefined): void {
  if (mark === undefined) return;
  writer.positive(mark.session);
  writer.positive(mark.sequence);
}

/** @throws MalformedMessage */
export function readCommand(reader: Reader): Command {
  return readCommandOf(reader, reader.byte());
}

/** Reads a client's command. @throws MalformedMessage for any other command */
export function readClientCommand(reader: Reader): Command {
  const code = reader.byte();
  if (code === kind.noop || code === kind.configuration) reader.refuse(`command ${code} is not for clients`);
  return readCommandOf(reader, code);
}

function readCommandOf(reader: Reader, code: number): Command {
  switch (code) {
    case kind.noop:
      return { type: 'noop' };
    case kind.set:
      return { type: 'set', id: reader.text(), name: reader.text() };
    case kind.delete:
      return { type: 'delete', id: reader.text() };
    case kind.register:
      return { type: 'register' };
    case kind.configuration:
      return { type: 'configuration', configuration: readConfiguration(reader) };
    case kind.markedSet:
      return { type: 'set', id: reader.text(), name: reader.text(), mark: readMark(reader) };
    case kind.markedDelete:
      return { type: 'delete', id: reader.text(), mark: readMark(reader) };
    default:
      return reader.refuse(`unknown command ${code}`);
  }
}

function readMark(reader: Reader): SessionMark {
  return { session: reader.positive(), sequence: reader.positive() };
}

export function writeEntries(writer: Writer, entries: readonly Entry[]): void {
  writer.count(entries, mostEntries, 'entries');
  for (const { term, command } of entries) {
    writer.number(term);
    writeCommand(writer, command);
  }
}

export function readEntries(reader: Reader): Entry[] {
  const entries: Entry[] = [];
  for (let left = reader.count(mostEntries, 2, 'entries'); left > 0; left--)
    entries.push({ term: reader.number(), command: readCommand(reader) });
  return entries;
}
