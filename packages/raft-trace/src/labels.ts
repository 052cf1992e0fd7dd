// Labels of a picture: each in several lengths, the longest first, because columns may be narrow.

import type { Message } from '@three-ways/raft-cluster';
import type { ServerId } from '@three-ways/raft-core';
import type { Activity, Progress, ServerView } from './activities.ts';
import type { LeadershipChange } from './leaderships.ts';
import { groupsText, type NetworkChange } from './network.ts';

type Labels = readonly string[];

/** The line drawn in a server's column. */
export const roleLines: Readonly<Record<ServerView['role'], string>> = {
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

export function activityLabels(activity: Activity, { term }: ServerView): Labels {
  switch (activity.type) {
    case 'start':
      return startLabels(activity.term, activity.lastIndex);
    case 'crash':
      return ['✗ crashes', '✗'];
    case 'role':
      return roleLabels(activity.role, term);
    case 'vote':
      return activity.voteGranted
        ? [`votes for ${activity.candidate}`, `votes ${activity.candidate}`, `→${activity.candidate}`]
        : [`refuses ${activity.candidate}`, `not ${activity.candidate}`, `✗${activity.candidate}`];
    case 'install':
      return [`snapshot ${activity.lastIncludedIndex}`, `snap ${activity.lastIncludedIndex}`, 'snap'];
    case 'replace':
      return [
        `replaces ${span(activity.firstIndex, activity.lastIndex)}`,
        `repl ${activity.firstIndex}`,
        'repl',
      ];
    case 'progress':
      return progressLabels(activity);
  }
}

function startLabels(term: number, lastIndex: number): Labels {
  if (term === 0) return ['starts', 'up'];
  return [`starts t${term} log ${lastIndex}`, `starts t${term}`, 'starts', 'up'];
}

function roleLabels(role: ServerView['role'], term: number): Labels {
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

function progressLabels({ appended, commitIndex, retries }: Progress): Labels {
  const long = appended && `+${span(...appended)}`;
  const short = appended && `+${appended[1]}`;
  const committed = commitIndex === null ? null : `✓${commitIndex}`;
  const again = retries > 1 ? `again ×${retries}` : retries === 1 ? 'again' : null;
  const symbols = `${appended ? '+' : ''}${committed ? '✓' : ''}${again ? '×' : ''}`;
  return [all(long, committed, again), all(short, committed, again), committed ?? short ?? symbols, symbols];
}

function all(...parts: readonly (string | null)[]): string {
  return parts.filter((part) => part !== null).join(' ');
}

/** `4…7`, or `4`. */
export function span(first: number, last: number): string {
  return first === last ? `${first}` : `${first}…${last}`;
}

/** A change of leadership, as a note beside the row. */
export function leadershipLabels({ type, leadership, activeLeaders }: LeadershipChange): Labels {
  const { term, leaderlessBefore, firstCommit, from, end } = leadership;
  switch (type) {
    case 'begins':
      if (activeLeaders > 1) return ['an older leader is unaware of it', 'an older one remains'];
      return [`after ${ms(leaderlessBefore)} without a leader`, `after ${ms(leaderlessBefore)}`];
    case 'commits':
      return [`first commit of term ${term}, after ${ms(firstCommit!.at - from)}`, `first of t${term}`];
    case 'ends': {
      const what = `the leader of term ${term} ${end!.why === 'crash' ? 'crashed' : 'steps down'}`;
      return activeLeaders > 0 ? [what, 'steps down'] : [`${what}: no leader`, 'no leader'];
    }
  }
}

/** @param all all servers, to name those that are in no group */
export function networkText(change: NetworkChange, all: Iterable<ServerId>): string {
  switch (change.type) {
    case 'partitioned':
      return `the network is partitioned: ${groupsText(change.groups, all)}`;
    case 'healed':
      return 'the network is healed';
    case 'faulty':
      return `the network is faulty: it ${change.effects}`;
    case 'reliable':
      return 'the network is reliable again';
  }
}

/** A duration (ms), with one decimal below 100. */
export function ms(span: number): string {
  return `${span.toFixed(span < 100 ? 1 : 0)} ms`;
}

export function messageLabels(message: Message): Labels {
  switch (message.type) {
    case 'AppendEntries':
      return appendEntriesLabels(message.prevLogIndex, message.entries.length);
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

function appendEntriesLabels(prevLogIndex: number, count: number): Labels {
  if (count === 0) return ['heartbeat', 'hb'];
  const entries = span(prevLogIndex + 1, prevLogIndex + count);
  return [`AppendEntries ${entries}`, `+${entries}`, `+${prevLogIndex + count}`];
}

function initials(name: string): string {
  return name.replace(/[^A-Z]/g, '');
}
