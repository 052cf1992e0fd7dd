// Validation of forwarded client requests and replies (§8). A malformed one is dropped without an answer: a peer can propose
// only what a client may, so no configuration.

import { type ClientCommand, type Command, InvalidArgument, type RaftState } from '@three-ways/raft-core';
import { clientCommand } from './arguments.ts';
import type { ClientReply, ClientRequest, Message } from './messages.ts';

/** Whether a message is well-formed. The rules check their own messages (well-formed.ts). */
export function isWellFormed(raft: RaftState, message: Message): boolean {
  if (message.type === 'ClientRequest') return isRouted(raft, message) && isOfClient(message.command);
  return message.type !== 'ClientReply' || (isRouted(raft, message) && isOutcome(message.outcome));
}

function isRouted(raft: RaftState, { from, to, requestId }: ClientRequest | ClientReply): boolean {
  return to === raft.id && from !== raft.id && isPositive(from) && isPositive(requestId + 1);
}

function isPositive(value: unknown): boolean {
  return Number.isSafeInteger(value) && (value as number) > 0;
}

function isOfClient(command: Command): boolean {
  if (typeof command !== 'object' || command === null) return false;
  const { mark, ...plain } = command as Extract<Command, { readonly type: 'set' }>;
  try {
    clientCommand(plain as ClientCommand, mark);
    return true;
  } catch (error) {
    if (error instanceof InvalidArgument) return false;
    throw error;
  }
}

function isOutcome(outcome: ClientReply['outcome']): boolean {
  if (typeof outcome !== 'object' || outcome === null) return false;
  if (outcome.ok) return outcome.answer === null || isText(outcome.answer) || isPositive(outcome.answer);
  const { error, message, leader } = outcome;
  return isText(error) && isText(message) && (leader === null || isPositive(leader));
}

function isText(value: unknown): boolean {
  return typeof value === 'string' && value.isWellFormed();
}
