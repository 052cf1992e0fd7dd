// Encoding of a journal record: the state changed since the last one (`Unstable`).

import {
  mostEntries,
  type Reader,
  readConfiguration,
  readEntries,
  type Writer,
  writeConfiguration,
  writeEntries,
} from '@three-ways/raft-codec';
import type { Entry, Snapshot, Unstable } from '@three-ways/raft-core';

export function writeRecord(
  writer: Writer,
  { currentTerm, votedFor, snapshot, firstIndex, entries }: Unstable,
): void {
  writer.number(currentTerm);
  writer.nullable(votedFor);
  writer.flag(snapshot !== null);
  if (snapshot !== null) writeSnapshot(writer, snapshot);
  writer.number(firstIndex);
  writeInParts(writer, entries);
}

export function readRecord(reader: Reader): Unstable {
  return {
    currentTerm: reader.number(),
    votedFor: reader.nullable(),
    snapshot: reader.flag() ? readSnapshot(reader) : null,
    truncations: 0,
    firstIndex: reader.number(),
    entries: readParts(reader),
  };
}

function writeSnapshot(writer: Writer, snapshot: Snapshot): void {
  writer.number(snapshot.lastIncludedIndex);
  writer.number(snapshot.lastIncludedTerm);
  writeConfiguration(writer, snapshot.configuration);
  writer.bytes(snapshot.data);
}

function readSnapshot(reader: Reader): Snapshot {
  return {
    lastIncludedIndex: reader.number(),
    lastIncludedTerm: reader.number(),
    configuration: readConfiguration(reader),
    data: reader.bytes(),
  };
}

/** Writes a long log as several lists of the codec's maximum length; a list that is not full is the last. */
function writeInParts(writer: Writer, entries: readonly Entry[]): void {
  if (entries.length < mostEntries) return writeEntries(writer, entries);
  for (let from = 0; from <= entries.length; from += mostEntries)
    writeEntries(writer, entries.slice(from, from + mostEntries));
}

function readParts(reader: Reader): Entry[] {
  let part = readEntries(reader);
  const entries = part;
  while (part.length === mostEntries) {
    part = readEntries(reader);
    for (const entry of part) entries.push(entry);
  }
  return entries;
}
