// A run as a story: one line for each thing that happens, when and where, and who leads.

import type { Answer, Refusal, RuleEvent } from '@three-ways/raft-core';
import type { Rules } from './rules.ts';
import type { Act, Schedule, Target } from './schedule.ts';

import { type Observer, Simulation } from './simulation.ts';
import type { Request } from './host.ts';

/** Runs the schedule and returns its story; the last line tells what was violated, or that nothing was. */
export function tell(rules: Rules, schedule: Schedule): string[] {
  const lines: string[] = [];
  const say = (at: number, who: string, what: string) =>
    lines.push(`${at.toFixed(1).padStart(9)} ms  ${who.padEnd(9)} ${what}`);
  lines.push(...headOf(schedule));
  const { violation, ms, committed } = new Simulation(rules, schedule, storyteller(say)).run();
  if (violation === null)
    say(ms, 'all', `alive and agreed: ${committed} entries committed, nothing violated`);
  else say(ms, 'VIOLATED', `${violation.invariant}: ${violation.sentence}`);
  return lines;
}

function headOf({ seed, settings, joiners, diskLatency, acts }: Schedule): string[] {
  const { servers, electionTimeout, preVote, checkQuorum, snapshotThreshold } = settings;
  const switches = [preVote ? 'pre-vote' : 'no pre-vote', checkQuorum ? 'check-quorum' : 'no check-quorum'];
  return [
    `seed ${seed}: ${servers} servers${joiners.length > 0 ? `, joining ${joiners.join(' and ')}` : ''}; election timeout ${electionTimeout.join(' to ')} ms; ${switches.join(', ')}; ` +
      `snapshot after ${snapshotThreshold || 'no'} entries; a sync takes ${diskLatency.toFixed(1)} ms; ${acts.length} acts`,
  ];
}

type Say = (at: number, who: string, what: string) => void;

function storyteller(say: Say): Observer {
  return {
    act: (at, act) => say(at, 'act', describeAct(act)),
    calm: (at) => say(at, 'act', 'the faults end; all servers run'),
    crashed: (at, { id }) => say(at, `server ${id}`, 'crashes'),
    read: (at, { id, raft }) => say(at, `server ${id}`, `answers a read at index ${raft.lastApplied}`),
    answered: (at, request, index, answer) => say(at, clientOf(request), answerOf(request, index, answer)),
    started: (at, server) => {
      const { id, raft } = server;
      say(at, `server ${id}`, `starts in term ${raft.currentTerm}, log up to ${raft.log.lastIndex}`);
      raft.emit = (event) => tellRule(say, server.now, event);
    },
  };
}

function clientOf({ client }: Request): string {
  return client === 0 ? 'a client' : `client ${client}`;
}

function answerOf({ command }: Request, index: number, answer: Answer | Refusal): string {
  return `hears ${JSON.stringify(answer)} to ${command.type}${'id' in command ? ` ${command.id}` : ''}, applied at ${index}`;
}

function tellRule(say: Say, at: number, event: RuleEvent): void {
  const who = `server ${event.server}`;
  switch (event.type) {
    case 'role':
      return say(
        at,
        who,
        `is now ${event.role}${event.role === 'leader' ? '  <== leads' : ''} in term ${event.term}`,
      );
    case 'vote':
      return say(
        at,
        who,
        `${event.voteGranted ? 'votes' : 'refuses to vote'} for ${event.candidate} in term ${event.term}`,
      );
    case 'append':
      return say(at, who, `appends ${span(event.firstIndex, event.lastIndex)} in term ${event.term}`);
    case 'install':
      return say(at, who, `takes over a snapshot of everything up to entry ${event.lastIncludedIndex}`);
    case 'commit':
      return say(at, who, `commits up to ${event.commitIndex} in term ${event.term}`);
    case 'apply':
      return say(at, who, `has applied up to ${event.lastApplied}`);
  }
}

function span(first: number, last: number): string {
  return first === last ? `entry ${first}` : `entries ${first} to ${last}`;
}

function describeAct(act: Act): string {
  switch (act.act) {
    case 'crash':
      return `crash ${name(act.server)}; ${act.survivors} unsynced writes survive`;
    case 'crashAtWrite':
      return `crash ${name(act.server)} ${act.point} its next write`;
    case 'partition':
      return `partition ${act.groups.map((group) => `{${group.join(' ')}}`).join(' | ')}`;
    case 'cut':
      return `no message passes from ${name(act.from)} to ${name(act.to)}`;
    case 'isolate':
      return `${name(act.server)} is cut off`;
    case 'heal':
      return 'all links are healed';
    case 'weather':
      return `weather: ${JSON.stringify(act.weather, (_key, value) => (typeof value === 'number' ? Math.round(value * 100) / 100 : value))}`;
    case 'disk':
      return `syncing takes ${name(act.server)} ${act.latency.toFixed(1)} ms`;
    case 'command':
      return `client ${act.client} sends its command to ${name(act.via)}`;
    case 'plain':
      return `a client sends a command to ${name(act.via)}`;
    case 'read':
      return `a client reads from ${name(act.via)}`;
    case 'loseDisk':
      return `${name(act.server)} crashes and loses its disk`;
    case 'transfer':
      return `the leader is asked to hand over to server ${act.to}`;
    case 'change':
      return `the leader is asked to ${act.change.type} server ${act.change.server}`;
  }
}

function name(target: Target): string {
  return target === 0 ? 'the leader' : `server ${target}`;
}
