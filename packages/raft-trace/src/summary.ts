// A run in numbers: elections and leaderships, log, messages, time without a leader.

import type { Message, TraceEvent } from '@three-ways/raft-cluster';
import type { LogIndex, ServerId, Term } from '@three-ways/raft-core';
import { ServerTracker } from './activities.ts';
import { type Leadership, LeadershipTracker } from './leaderships.ts';
import type { TraceLine } from './read.ts';
import { tableOf } from './table.ts';
import { isHeartbeat } from './timeline.ts';

interface Traffic {
  sent: number;
  delivered: number;
  dropped: number;
  /** Size of the messages sent, in characters of JSON: roughly bytes. */
  characters: number;
}

/** Counts over the events of a trace. */
export class Tally {
  events = 0;
  firstAt = 0;
  lastAt = 0;
  readonly leaderships = new LeadershipTracker();
  readonly servers = new ServerTracker();
  readonly traffic = new Map<string, Traffic>();
  readonly count = { start: 0, crash: 0, candidacy: 0, preCandidacy: 0, vote: 0, install: 0, replace: 0 };
  lastTerm: Term = 0;
  commitIndex: LogIndex = 0;

  see({ event, text }: TraceLine): void {
    if (this.events === 0) this.firstAt = event.at;
    this.events += 1;
    this.lastAt = event.at;
    const activity = this.servers.see(event);
    this.leaderships.see(event);
    if (activity?.type === 'replace') this.count.replace += 1;
    if ('message' in event) this.countMessage(event.type, event.message, text.length);
    else this.countEvent(event);
  }

  private countEvent(event: Exclude<TraceEvent, { message: Message }>): void {
    if ('term' in event) this.lastTerm = Math.max(this.lastTerm, event.term);
    switch (event.type) {
      case 'start':
      case 'crash':
      case 'install':
        this.count[event.type] += 1;
        return;
      case 'vote':
        if (event.voteGranted) this.count.vote += 1;
        return;
      case 'role':
        if (event.role === 'candidate') this.count.candidacy += 1;
        if (event.role === 'pre-candidate') this.count.preCandidacy += 1;
        return;
      case 'commit':
        this.commitIndex = Math.max(this.commitIndex, event.commitIndex);
    }
  }

  private countMessage(what: 'send' | 'deliver' | 'drop', message: Message, characters: number): void {
    const name = nameOf(message);
    const traffic = this.traffic.get(name) ?? { sent: 0, delivered: 0, dropped: 0, characters: 0 };
    this.traffic.set(name, traffic);
    if (what === 'deliver') traffic.delivered += 1;
    else if (what === 'drop') traffic.dropped += 1;
    else {
      traffic.sent += 1;
      traffic.characters += characters;
    }
  }
}

function nameOf(message: Message): string {
  return message.type === 'AppendEntries' && isHeartbeat(message) ? 'AppendEntries, empty' : message.type;
}

/** Maximum number of leaderships listed. */
const listed = 20;

/** The lines of a summary. */
export function summaryOf(tally: Tally, file: string): string[] {
  const { count, leaderships, events, firstAt, lastAt } = tally;
  leaderships.finish(lastAt);
  const duration = lastAt - firstAt;
  const share = duration === 0 ? 0 : (100 * leaderships.leaderless) / duration;
  const facts = [
    ['terms', `${tally.lastTerm}`],
    [
      'elections',
      `${leaderships.all.length} won; ${count.candidacy} candidates, ${count.preCandidacy} pre-candidates, ${count.vote} votes granted`,
    ],
    [
      'no leader',
      `${time(leaderships.leaderless)} ms in all (${share.toFixed(1)} %), ${time(leaderships.longestLeaderless)} ms at the longest`,
    ],
    [
      'log',
      `committed up to ${tally.commitIndex}; entries replaced ${count.replace}×, snapshots installed ${count.install}×`,
    ],
    ['servers', `${tally.servers.views.size}; started ${count.start}×, crashed ${count.crash}×`],
  ];
  return [
    `${file}: ${events.toLocaleString('en')} events in ${time(duration)} ms`,
    '',
    ...facts.map(([name, fact]) => `${name!.padEnd(11)} ${fact}`),
    '',
    ...tableOf(
      ['term', 'leader', 'from ms', 'to ms', 'no leader before', 'first commit after'],
      leaderships.all.slice(0, listed).map(leadershipRow),
    ),
    ...(leaderships.all.length > listed ? [`and ${leaderships.all.length - listed} more`] : []),
    '',
    ...tableOf(['message', 'sent', 'delivered', 'dropped', 'KB of JSON'], rowsOfTraffic(tally)),
  ];
}

function leadershipRow({ term, leader, from, end, leaderlessBefore, firstCommit }: Leadership): string[] {
  const times = [time(from), end === null ? '' : time(end.at), time(leaderlessBefore)];
  return [
    `${term}`,
    `${leader satisfies ServerId}`,
    ...times,
    firstCommit === null ? '' : time(firstCommit.at - from),
  ];
}

function rowsOfTraffic({ traffic }: Tally): string[][] {
  return [...traffic]
    .toSorted(([, a], [, b]) => b.sent - a.sent)
    .map(([name, { sent, delivered, dropped, characters }]) => [
      name,
      ...[sent, delivered, dropped, Math.ceil(characters / 1024)].map((number) =>
        number.toLocaleString('en'),
      ),
    ]);
}

function time(ms: number): string {
  return ms.toFixed(1);
}
