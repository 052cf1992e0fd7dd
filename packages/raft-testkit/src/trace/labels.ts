// How things are said in a column: each in several ways, the most telling first, because columns may be narrow.

import type { Message, ServerId } from '@three-ways/raft-core';
import type { Deed, Look, Progress } from './activities.ts';
import type { ReignNews } from './leaderships.ts';
import { sidesOf, type WeatherNews } from './network.ts';

type Ways = readonly string[];

/** The line of a server's life. */
export const lifelines: Readonly<Record<Look['role'], string>> = {
  unknown: '·',
  follower: '│',
  'pre-candidate': '┊',
  candidate: '◇',
  leader: '┃',
  crashed: ' ',
};

export const legend: readonly string[] = [
  '│ follower',
  '┊ pre-candidate',
  '◇ candidate',
  '┃ leader',
  'no line: crashed',
  '+4…7 appended',
  '✓7 committed up to',
  't2 in term 2 (a colour a term)',
];

export function waysToTell(deed: Deed, { term }: Look): Ways {
  switch (deed.type) {
    case 'start':
      return waysToStart(deed.term, deed.lastIndex);
    case 'crash':
      return ['✗ crashes', '✗'];
    case 'role':
      return waysToTakeRole(deed.role, term);
    case 'vote':
      return deed.voteGranted
        ? [`votes for ${deed.candidate}`, `votes ${deed.candidate}`, `→${deed.candidate}`]
        : [`refuses ${deed.candidate}`, `not ${deed.candidate}`, `✗${deed.candidate}`];
    case 'install':
      return [`snapshot ${deed.lastIncludedIndex}`, `snap ${deed.lastIncludedIndex}`, 'snap'];
    case 'replace':
      return [`replaces ${span(deed.firstIndex, deed.lastIndex)}`, `repl ${deed.firstIndex}`, 'repl'];
    case 'progress':
      return waysToProgress(deed);
  }
}

function waysToStart(term: number, lastIndex: number): Ways {
  if (term === 0) return ['starts', 'up'];
  return [`starts t${term} log ${lastIndex}`, `starts t${term}`, 'starts', 'up'];
}

function waysToTakeRole(role: Look['role'], term: number): Ways {
  switch (role) {
    case 'leader':
      return [`LEADER t${term}`, `LEAD t${term}`, `L${term}`];
    case 'candidate':
      return [`candidate t${term}`, `cand t${term}`, `c${term}`];
    case 'follower':
      return [`follower t${term}`, `foll t${term}`, `f${term}`];
    default:
      return [role, 'pre-cand', 'pre', 'p'];
  }
}

function waysToProgress({ appended, commitIndex, retries }: Progress): Ways {
  const long = appended && `+${span(...appended)}`;
  const short = appended && `+${appended[1]}`;
  const committed = commitIndex === null ? null : `✓${commitIndex}`;
  const again = retries > 1 ? `again ×${retries}` : retries === 1 ? 'again' : null;
  const signs = `${appended ? '+' : ''}${committed ? '✓' : ''}${again ? '×' : ''}`;
  return [all(long, committed, again), all(short, committed, again), committed ?? short ?? signs, signs];
}

function all(...parts: readonly (string | null)[]): string {
  return parts.filter((part) => part !== null).join(' ');
}

/** `4…7`, or `4`. */
export function span(first: number, last: number): string {
  return first === last ? `${first}` : `${first}…${last}`;
}

/** What a deed means for the cluster. */
export function waysToNote({ type, reign, reigning }: ReignNews): Ways {
  const { term, vacancy, firstCommit, from, end } = reign;
  switch (type) {
    case 'begins':
      if (reigning > 1) return ['an older leader has not heard of it', 'an older one goes on'];
      return [`after ${ms(vacancy)} without a leader`, `after ${ms(vacancy)}`];
    case 'commits':
      return [`first commit of term ${term}, after ${ms(firstCommit!.at - from)}`, `first of t${term}`];
    case 'ends': {
      const what = `the leader of term ${term} ${end!.why === 'crash' ? 'is dead' : 'steps down'}`;
      return reigning > 0 ? [what, 'steps down'] : [`${what}: nobody leads`, 'nobody leads'];
    }
  }
}

/** @param all the servers, so that one that is alone can be named */
export function tellNetwork(news: WeatherNews, all: Iterable<ServerId>): string {
  switch (news.type) {
    case 'cut':
      return `the network is cut: ${sidesOf(news.groups, all)}`;
    case 'whole':
      return 'the network is whole again';
    case 'bad':
      return `the network is bad: it ${news.harm}`;
    case 'calm':
      return 'the network is calm again';
  }
}

/** A time span, with as many digits as are worth it. */
export function ms(span: number): string {
  return `${span.toFixed(span < 100 ? 1 : 0)} ms`;
}

export function waysToSay(message: Message): Ways {
  switch (message.type) {
    case 'AppendEntries':
      return waysToReplicate(message.prevLogIndex, message.entries.length);
    case 'AppendEntriesReply':
      return message.success
        ? [`matches ${message.matchIndex}`, `=${message.matchIndex}`]
        : ['refuses', 'no'];
    case 'RequestVote':
    case 'PreVote':
      return [`${message.type} t${message.term}`, `${initials(message.type)} t${message.term}`, '?'];
    case 'RequestVoteReply':
    case 'PreVoteReply':
      return message.voteGranted ? ['granted', 'yes'] : ['refused', 'no'];
    case 'InstallSnapshot':
      return [`InstallSnapshot ${message.lastIncludedIndex}`, `snap ${message.lastIncludedIndex}`, 'IS'];
    default:
      return [message.type, initials(message.type)];
  }
}

function waysToReplicate(prevLogIndex: number, count: number): Ways {
  if (count === 0) return ['heartbeat', 'hb'];
  const entries = span(prevLogIndex + 1, prevLogIndex + count);
  return [`AppendEntries ${entries}`, `+${entries}`, `+${prevLogIndex + count}`];
}

function initials(name: string): string {
  return name.replace(/[^A-Z]/g, '');
}
