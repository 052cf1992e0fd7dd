// Trajectories: the sequence of roles, log changes and commits of each server, regardless of timing and message order, so that
// traces of different implementations can be compared. Appending entries together or one by one makes no difference.

import type { TraceEvent } from '@three-ways/raft-cluster';
import type { LogIndex, ServerId, Term } from '@three-ways/raft-core';

const aspects = ['roles', 'log', 'commits'] as const;
type Aspect = (typeof aspects)[number];

/** One step of a trajectory; `what` is its text. */
export interface Step {
  readonly what: string;
  /** Start (ms); not compared. */
  readonly at: number;
}

type Trajectory = Readonly<Record<Aspect, readonly Step[]>>;

type EventOf<Type extends TraceEvent['type']> = Extract<TraceEvent, { readonly type: Type }>;

export class Trajectories {
  private readonly trajectories = new Map<ServerId, RecordedTrajectory>();

  get servers(): ServerId[] {
    return [...this.trajectories.keys()];
  }

  of(server: ServerId): Trajectory {
    return this.trajectories.get(server) ?? new RecordedTrajectory();
  }

  see(event: TraceEvent): void {
    if (!('server' in event)) return;
    const trajectory = this.trajectories.get(event.server) ?? new RecordedTrajectory();
    this.trajectories.set(event.server, trajectory);
    trajectory.see(event);
  }
}

/** Consecutive entries of one term. */
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

class RecordedTrajectory implements Trajectory {
  readonly roles: Step[] = [];
  readonly log: Step[] = [];
  readonly commits: Step[] = [];
  /** Last step of the log, if it is a run. */
  private run: Run | null = null;
  private lastIndex: LogIndex = 0;
  private isCommitting = false;

  see(event: TraceEvent): void {
    switch (event.type) {
      case 'start':
      case 'crash':
        return this.restarted(event);
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

  /** A crash or start: the commit index is learnt again. */
  private restarted({ type, at }: EventOf<'start' | 'crash'>): void {
    const step: Step = { what: type === 'start' ? 'starts' : 'crashes', at };
    this.roles.push(step);
    this.commits.push(step);
    this.isCommitting = false;
  }

  /** Repeated candidacies in one term count once: their number depends on timing. */
  private tookRole({ role, term, at }: EventOf<'role'>): void {
    const what = `${role} in term ${term}`;
    if (this.roles.at(-1)?.what !== what) this.roles.push({ what, at });
  }

  private appended({ firstIndex, terms, at }: EventOf<'append'>): void {
    if (firstIndex <= this.lastIndex) {
      this.log.push({ what: `truncated from ${firstIndex}`, at });
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

  /** Consecutive commits count once: their number depends on timing. */
  private committed({ commitIndex, at }: EventOf<'commit'>): void {
    const what = `commits up to ${commitIndex}`;
    if (this.isCommitting) this.commits[this.commits.length - 1] = { what, at: this.commits.at(-1)!.at };
    else this.commits.push({ what, at });
    this.isCommitting = true;
  }
}

/** One aspect of one server in two traces, and the number of common steps. */
export interface Comparison {
  readonly server: ServerId;
  readonly aspect: Aspect;
  readonly steps: readonly [readonly Step[], readonly Step[]];
  readonly common: number;
  readonly areEqual: boolean;
}

export function compareTrajectories(a: Trajectories, b: Trajectories): Comparison[] {
  const servers = [...new Set([...a.servers, ...b.servers])].toSorted((one, other) => one - other);
  return servers.flatMap((server) =>
    aspects.map((aspect) => compare(server, aspect, a.of(server)[aspect], b.of(server)[aspect])),
  );
}

function compare(server: ServerId, aspect: Aspect, a: readonly Step[], b: readonly Step[]): Comparison {
  const divergence = a.findIndex(({ what }, i) => what !== b[i]?.what);
  const common = divergence < 0 ? a.length : divergence;
  return { server, aspect, steps: [a, b], common, areEqual: divergence < 0 && a.length === b.length };
}
