// Whether a server that follows the rules can have passed on a client's command, or its answer (§8). What cannot have been
// is dropped without an answer: a peer can propose only what a client may, and no configuration.

import { clientCommand } from './arguments.ts';
import type { ClientCommand, Command } from './commands.ts';
import { InvalidArgument } from './errors.ts';
import type { ClientReply, ClientRequest, Message } from './messages.ts';
import type { RaftState } from './state.ts';

/** Whether a request can be served, and a reply can answer a client. The rules look at their own messages (well-formed.ts). */
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
