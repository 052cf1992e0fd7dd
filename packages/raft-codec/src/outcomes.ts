// Outcomes of commands (raft-core's ClientReply and failures.ts) as bytes: the state machine's answer, or a failure.

import type { ClientReply, Failure } from '@three-ways/raft-cluster';
import type { Answer } from '@three-ways/raft-core';
import type { Reader } from './reader.ts';
import type { Writer } from './writer.ts';

/** The state machine's answer, or the failure. */
export type Outcome = ClientReply['outcome'];

/** @throws InvalidArgument for a value outside the schema */
export function writeOutcome(writer: Writer, outcome: Outcome): void {
  writer.flag(outcome.ok);
  if (outcome.ok) writeAnswer(writer, outcome.answer);
  else writeFailure(writer, outcome);
}

/** @throws MalformedMessage */
export function readOutcome(reader: Reader): Outcome {
  return reader.flag() ? { ok: true, answer: readAnswer(reader) } : readFailure(reader);
}

/** First byte of an answer. */
const kind = { none: 0, name: 1, session: 2 } as const;

/** @throws InvalidArgument for a value outside the schema */
export function writeAnswer(writer: Writer, answer: Answer): void {
  if (answer === null) return writer.byte(kind.none);
  if (typeof answer === 'string') {
    writer.byte(kind.name);
    return writer.text(answer);
  }
  writer.byte(kind.session);
  writer.positive(answer);
}

/** @throws MalformedMessage */
export function readAnswer(reader: Reader): Answer {
  const code = reader.byte();
  switch (code) {
    case kind.none:
      return null;
    case kind.name:
      return reader.text();
    case kind.session:
      return reader.positive();
    default:
      return reader.refuse(`unknown answer ${code}`);
  }
}

function writeFailure(writer: Writer, { error, message, leader }: Failure): void {
  writer.text(error);
  writer.text(message);
  writer.nullable(leader);
}

function readFailure(reader: Reader): Failure {
  return { ok: false, error: reader.text(), message: reader.text(), leader: reader.nullable() };
}
