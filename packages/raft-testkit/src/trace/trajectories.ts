// What each server of a trace went through, whatever the time and the order of messages: the roles it took, what its log
// held, what it committed. Traces of different implementations can be compared by it: entries that one appends at once
// and the other one by one, make the same course.

import type { LogIndex, ServerId, Term, TraceEvent } from '@three-ways/raft-core';

export const aspects = ['roles', 'log', 'commits'] as const;
export type Aspect = (typeof aspects)[number];

/** One step of a course. */
export interface Step {
  readonly what: string;
  /** When it began, for the reader only (ms). */
  readonly at: number;
}

export type Course = Readonly<Record<Aspect, readonly Step[]>>;

type EventOf<Type extends TraceEvent['type']> = Extract<TraceEvent, { readonly type: Type }>;

export class Courses {
  private readonly courses = new Map<ServerId, GrowingCourse>();

  get servers(): ServerId[] {
    return [...this.courses.keys()];
  }

  of(server: ServerId): Course {
    return this.courses.get(server) ?? new GrowingCourse();
  }

  see(event: TraceEvent): void {
    if (!('server' in event)) return;
    const course = this.courses.get(event.server) ?? new GrowingCourse();
    this.courses.set(event.server, course);
    course.see(event);
  }
}

/** Entries of one term, however many were appended at once. */
class Run implements Step {
  last: LogIndex;
  readonly at: number;
  readonly term: Term;
  private readonly first: LogIndex;

  constructor(first: LogIndex, term: Term, at: number) {
    this.first = first;
    this.last = first;
    this.term = term;
    this.at = at;
  }

  get what(): string {
    return `entries ${this.first} to ${this.last} of term ${this.term}`;
  }
}

class GrowingCourse implements Course {
  readonly roles: Step[] = [];
  readonly log: Step[] = [];
  readonly commits: Step[] = [];
  /** The last step of the log, as long as it is a run of entries of one term. */
  private run: Run | null = null;
  private lastIndex: LogIndex = 0;
  private isCommitting = false;

  see(event: TraceEvent): void {
    switch (event.type) {
      case 'start':
      case 'crash':
        return this.turn(event);
      case 'role':
        return this.tookRole(event);
      case 'append':
        return this.appended(event);
      case 'install':
        this.log.push({ what: `snapshot to ${event.lastIncludedIndex}`, at: event.at });
        this.run = null;
        this.lastIndex = event.lastIndex;
        return;
      case 'commit':
        return this.committed(event);
    }
  }

  /** A life ends or begins: what was committed is learnt anew. */
  private turn({ type, at }: EventOf<'start' | 'crash'>): void {
    const step: Step = { what: type === 'start' ? 'starts' : 'crashes', at };
    this.roles.push(step);
    this.commits.push(step);
    this.isCommitting = false;
  }

  /** How often it stood again in the same term is a matter of time. */
  private tookRole({ role, term, at }: EventOf<'role'>): void {
    const what = `${role} in term ${term}`;
    if (this.roles.at(-1)?.what !== what) this.roles.push({ what, at });
  }

  private appended({ firstIndex, terms, at }: EventOf<'append'>): void {
    if (firstIndex <= this.lastIndex) {
      this.log.push({ what: `loses all from ${firstIndex} on`, at });
      this.run = null;
    }
    for (const [i, term] of terms.entries()) this.appendOne(firstIndex + i, term, at);
  }

  private appendOne(index: LogIndex, term: Term, at: number): void {
    this.lastIndex = index;
    if (this.run?.term === term && this.run.last + 1 === index) this.run.last = index;
    else {
      this.run = new Run(index, term, at);
      this.log.push(this.run);
    }
  }

  /** Only how far it came counts: in how many steps is a matter of time. */
  private committed({ commitIndex, at }: EventOf<'commit'>): void {
    const what = `commits up to ${commitIndex}`;
    if (this.isCommitting) this.commits[this.commits.length - 1] = { what, at: this.commits.at(-1)!.at };
    else this.commits.push({ what, at });
    this.isCommitting = true;
  }
}

/** How a course of two traces compares: how many steps both have, and whether that is all. */
export interface Comparison {
  readonly server: ServerId;
  readonly aspect: Aspect;
  readonly steps: readonly [readonly Step[], readonly Step[]];
  readonly common: number;
  readonly areAlike: boolean;
}

export function compareCourses(a: Courses, b: Courses): Comparison[] {
  const servers = [...new Set([...a.servers, ...b.servers])].toSorted((one, other) => one - other);
  return servers.flatMap((server) =>
    aspects.map((aspect) => compare(server, aspect, a.of(server)[aspect], b.of(server)[aspect])),
  );
}

function compare(server: ServerId, aspect: Aspect, a: readonly Step[], b: readonly Step[]): Comparison {
  const parting = a.findIndex(({ what }, i) => what !== b[i]?.what);
  const common = parting < 0 ? a.length : parting;
  return { server, aspect, steps: [a, b], common, areAlike: parting < 0 && a.length === b.length };
}
