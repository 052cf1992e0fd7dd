// A run in numbers: elections and reigns, the log, the messages, and the time without a leader.

import type { LogIndex, Message, ServerId, Term, TraceEvent } from '@three-ways/raft-core';
import { Servers } from './activities.ts';
import { type Reign, Reigns } from './leaderships.ts';
import type { TraceLine } from './read.ts';
import { tableOf } from './table.ts';
import { isHeartbeat } from './timeline.ts';

interface Traffic {
  sent: number;
  delivered: number;
  dropped: number;
  /** What was sent, as characters of JSON: roughly its bytes. */
  characters: number;
}

/** Counts the events of a trace, one after the other. */
export class Tally {
  events = 0;
  firstAt = 0;
  lastAt = 0;
  readonly reigns = new Reigns();
  readonly servers = new Servers();
  readonly traffic = new Map<string, Traffic>();
  readonly count = { start: 0, crash: 0, candidacy: 0, preCandidacy: 0, vote: 0, install: 0, replace: 0 };
  lastTerm: Term = 0;
  commitIndex: LogIndex = 0;

  see({ event, text }: TraceLine): void {
    if (this.events === 0) this.firstAt = event.at;
    this.events += 1;
    this.lastAt = event.at;
    const deed = this.servers.see(event);
    this.reigns.see(event);
    if (deed?.type === 'replace') this.count.replace += 1;
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

/** So many reigns are listed: the first ones. */
const listed = 20;

/** The lines of a summary. */
export function summaryOf(tally: Tally, file: string): string[] {
  const { count, reigns, events, firstAt, lastAt } = tally;
  reigns.finish(lastAt);
  const duration = lastAt - firstAt;
  const share = duration === 0 ? 0 : (100 * reigns.vacant) / duration;
  const facts = [
    ['terms', `${tally.lastTerm}`],
    [
      'elections',
      `${reigns.all.length} won; ${count.candidacy} candidates, ${count.preCandidacy} pre-candidates, ${count.vote} votes granted`,
    ],
    [
      'no leader',
      `${time(reigns.vacant)} ms in all (${share.toFixed(1)} %), ${time(reigns.longestVacancy)} ms at the longest`,
    ],
    [
      'log',
      `committed up to ${tally.commitIndex}; entries replaced ${count.replace}×, snapshots installed ${count.install}×`,
    ],
    ['servers', `${tally.servers.looks.size}; started ${count.start}×, crashed ${count.crash}×`],
  ];
  return [
    `${file}: ${events.toLocaleString('en')} events in ${time(duration)} ms`,
    '',
    ...facts.map(([name, fact]) => `${name!.padEnd(11)} ${fact}`),
    '',
    ...tableOf(
      ['term', 'leader', 'from ms', 'to ms', 'no leader before', 'first commit after'],
      reigns.all.slice(0, listed).map(rowOfReign),
    ),
    ...(reigns.all.length > listed ? [`and ${reigns.all.length - listed} more`] : []),
    '',
    ...tableOf(['message', 'sent', 'delivered', 'dropped', 'KB of JSON'], rowsOfTraffic(tally)),
  ];
}

function rowOfReign({ term, leader, from, end, vacancy, firstCommit }: Reign): string[] {
  const times = [time(from), end === null ? '' : time(end.at), time(vacancy)];
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
