// Configurations and configuration changes (raft-core's configuration.ts) as bytes.

import type { Configuration, ConfigurationChange, ServerId } from '@three-ways/raft-core';
import { mostMembers } from './limits.ts';
import type { Reader } from './reader.ts';
import type { Writer } from './writer.ts';

/** @throws InvalidArgument for a value outside the schema */
export function writeConfiguration(writer: Writer, { voters, learners }: Configuration): void {
  writeIds(writer, voters, 'voters');
  writeIds(writer, learners, 'learners');
}

/** @throws MalformedMessage */
export function readConfiguration(reader: Reader): Configuration {
  return { voters: readIds(reader, 'voters'), learners: readIds(reader, 'learners') };
}

function writeIds(writer: Writer, ids: readonly ServerId[], what: string): void {
  writer.count(ids, mostMembers, what);
  for (const id of ids) writer.number(id);
}

function readIds(reader: Reader, what: string): ServerId[] {
  const ids: ServerId[] = [];
  for (let left = reader.count(mostMembers, 1, what); left > 0; left--) ids.push(reader.number());
  return ids;
}

/** A change's byte is its index here. */
const changes = ['addLearner', 'promote', 'remove'] as const;

/** @throws InvalidArgument unless the server's id is an integer from 1 */
export function writeConfigurationChange(writer: Writer, { type, server }: ConfigurationChange): void {
  writer.byte(changes.indexOf(type));
  writer.number(server);
}

/** @throws MalformedMessage */
export function readConfigurationChange(reader: Reader): ConfigurationChange {
  const code = reader.byte();
  const type = changes[code] ?? reader.refuse(`unknown change ${code}`);
  return { type, server: reader.number() };
}
