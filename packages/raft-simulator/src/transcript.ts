// The transcript of a run: one line an event, with its time and server.

import type { Answer, RuleEvent } from '@three-ways/raft-core';
import type { Refusal } from '@three-ways/raft-kv';
import type { Request } from './host.ts';
import type { Rules } from './rules.ts';
import type { Action, Schedule, Target } from './schedule.ts';
import { type Observer, Simulation } from './simulation.ts';

/** Runs the schedule. Returns the lines of its transcript; the last one is the outcome. */
export function transcriptOf(rules: Rules, schedule: Schedule): string[] {
  const lines: string[] = [];
  const write = (at: number, who: string, what: string) =>
    lines.push(`${at.toFixed(1).padStart(9)} ms  ${who.padEnd(9)} ${what}`);
  lines.push(...header(schedule));
  const { violation, ms, committed } = new Simulation(rules, schedule, transcriber(write)).run();
  if (violation === null) write(ms, 'all', `recovered: ${committed} entries committed, no violation`);
  else write(ms, 'VIOLATED', `${violation.invariant}: ${violation.message}`);
  return lines;
}

function header({ seed, settings, joiners, diskLatency, actions }: Schedule): string[] {
  const { servers, electionTimeout, preVote, checkQuorum, snapshotThreshold } = settings;
  const switches = [preVote ? 'pre-vote' : 'no pre-vote', checkQuorum ? 'check-quorum' : 'no check-quorum'];
  return [
    `seed ${seed}: ${servers} servers${joiners.length > 0 ? `, joining ${joiners.join(' and ')}` : ''}; election timeout ${electionTimeout.join(' to ')} ms; ${switches.join(', ')}; ` +
      `snapshot after ${snapshotThreshold || 'no'} entries; a sync takes ${diskLatency.toFixed(1)} ms; ${actions.length} actions`,
  ];
}

type Write = (at: number, who: string, what: string) => void;

function transcriber(write: Write): Observer {
  return {
    action: (at, action) => write(at, 'action', describeAction(action)),
    faultsEnded: (at) => write(at, 'action', 'the faults end; all servers run'),
    crashed: (at, { id }) => write(at, `server ${id}`, 'crashes'),
    read: (at, { id, raft }) => write(at, `server ${id}`, `answers a read at index ${raft.lastApplied}`),
    answered: (at, request, index, answer) => write(at, clientOf(request), answerOf(request, index, answer)),
    started: (at, server) => {
      const { id, raft } = server;
      write(at, `server ${id}`, `starts in term ${raft.currentTerm}, log up to ${raft.log.lastIndex}`);
      raft.emit = (event) => writeRule(write, server.now, event);
    },
  };
}

function clientOf({ client }: Request): string {
  return client === 0 ? 'a client' : `client ${client}`;
}

function answerOf({ command }: Request, index: number, answer: Answer | Refusal): string {
  return `gets ${JSON.stringify(answer)} for ${command.type}${'id' in command ? ` ${command.id}` : ''}, applied at ${index}`;
}

function writeRule(write: Write, at: number, event: RuleEvent): void {
  const who = `server ${event.server}`;
  switch (event.type) {
    case 'role':
      return write(
        at,
        who,
        `is now ${event.role}${event.role === 'leader' ? '  <== leader' : ''} in term ${event.term}`,
      );
    case 'timer':
      return; // every heartbeat starts one
    case 'vote':
      return write(
        at,
        who,
        `${event.voteGranted ? 'votes' : 'refuses to vote'} for ${event.candidate} in term ${event.term}`,
      );
    case 'append':
      return write(at, who, `appends ${span(event.firstIndex, event.lastIndex)} in term ${event.term}`);
    case 'install':
      return write(at, who, `installs a snapshot up to entry ${event.lastIncludedIndex}`);
    case 'commit':
      return write(at, who, `commits up to ${event.commitIndex} in term ${event.term}`);
    case 'apply':
      return write(at, who, `applies up to ${event.lastApplied}`);
  }
}

function span(first: number, last: number): string {
  return first === last ? `entry ${first}` : `entries ${first} to ${last}`;
}

function describeAction(action: Action): string {
  switch (action.type) {
    case 'crash':
      return `crash ${name(action.server)}; ${action.survivors} unsynced writes survive`;
    case 'crashAtWrite':
      return `crash ${name(action.server)} ${action.point} its next write`;
    case 'partition':
      return `partition ${action.groups.map((group) => `{${group.join(' ')}}`).join(' | ')}`;
    case 'cut':
      return `cut the link from ${name(action.from)} to ${name(action.to)}`;
    case 'isolate':
      return `isolate ${name(action.server)}`;
    case 'heal':
      return 'heal all links';
    case 'faults':
      return `faults: ${JSON.stringify(action.faults, (_key, value) => (typeof value === 'number' ? Math.round(value * 100) / 100 : value))}`;
    case 'disk':
      return `a sync of ${name(action.server)} takes ${action.latency.toFixed(1)} ms`;
    case 'command':
      return `client ${action.client} sends its command to ${name(action.via)}`;
    case 'plain':
      return `a client sends a command to ${name(action.via)}`;
    case 'read':
      return `a client reads from ${name(action.via)}`;
    case 'loseDisk':
      return `crash ${name(action.server)}, which loses its disk`;
    case 'transfer':
      return `the leader is asked to hand over to server ${action.to}`;
    case 'change':
      return `the leader is asked to ${action.change.type} server ${action.change.server}`;
  }
}

function name(target: Target): string {
  return target === 0 ? 'the leader' : `server ${target}`;
}
