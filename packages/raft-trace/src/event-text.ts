// An event as one line of text.

import type { Message, TraceEvent } from '@three-ways/raft-cluster';
import type { ServerId } from '@three-ways/raft-core';
import { messageLabels, span } from './labels.ts';
import { faultEffects, groupsText } from './network.ts';

/** `150.4  server 2 votes for 1 in term 1`. */
export function eventText(event: TraceEvent): string {
  return `${event.at.toFixed(1).padStart(8)}  ${activityText(event)}`;
}

function activityText(event: TraceEvent): string {
  if ('message' in event) return `${passing[event.type]} ${messageText(event.message)}`;
  if (!('server' in event)) return networkText(event);
  const who = `server ${event.server}`;
  switch (event.type) {
    case 'start':
      return `${who} starts in term ${event.currentTerm ?? '?'}, log to ${event.lastLogIndex ?? '?'}`;
    case 'crash':
      return `${who} crashes`;
    case 'role':
      return `${who} is ${event.role} in term ${event.term}`;
    case 'timer':
      return `${who} starts an election timer of ${event.electionTimeout.toFixed(1)} ms`;
    case 'vote':
      return `${who} ${event.voteGranted ? 'votes for' : 'refuses'} ${event.candidate} in term ${event.term}`;
    case 'append':
      return `${who} appends ${span(event.firstIndex, event.lastIndex)} in term ${event.term}`;
    case 'install':
      return `${who} installs a snapshot to ${event.lastIncludedIndex}`;
    case 'commit':
      return `${who} commits up to ${event.commitIndex}`;
    case 'apply':
      return `${who} has applied ${event.lastApplied}`;
  }
}

/** The network's new state. */
function networkText(event: Exclude<TraceEvent, { server: ServerId } | { message: Message }>): string {
  switch (event.type) {
    case 'partition':
      return `the network is partitioned: ${groupsText(event.groups)}`;
    case 'heal':
      return 'the network is healed';
    case 'faults':
      return `the network ${faultEffects(event.rules) || 'is reliable'}`;
  }
}

const passing = { send: 'sent:', deliver: 'arrives:', drop: 'lost:' } as const;

function messageText(message: Message): string {
  return `${message.from} → ${message.to} ${messageLabels(message)[0]}`;
}
