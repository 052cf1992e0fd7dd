// The election timers of a cluster, as its trace shows them: when the timeout was due that began a server's election. From there
// to the server's first heartbeat an election takes what a runtime makes of it; before, it only waits.

import type { TraceEvent } from '@three-ways/raft-cluster';
import type { Role, ServerId } from '@three-ways/raft-core';

export class ElectionTimers {
  /** When each timer is due, as drawn (ms since the cluster's start). */
  private readonly due = new Map<ServerId, number>();
  /** When the timer was due that began a server's last election. */
  private readonly elapsed = new Map<ServerId, number>();
  private readonly roles = new Map<ServerId, Role>();

  /** To be called for all events, from before the timers start. */
  readonly observe = (event: TraceEvent): void => {
    if (event.type === 'timer') this.due.set(event.server, event.at + event.electionTimeout);
    if (event.type !== 'role') return;
    const due = this.due.get(event.server);
    if (due !== undefined && this.isDue(event)) this.elapsed.set(event.server, due);
    this.roles.set(event.server, event.role);
  };

  /** Time since the timeout was due that began the server's last election (ms); null in a trace without timers, as a library's. */
  since(server: ServerId, { at }: TraceEvent): number | null {
    const due = this.elapsed.get(server);
    return due === undefined ? null : at - due;
  }

  /** Whether a timeout brought the server into this role: a pre-candidate becomes a candidate by votes. */
  private isDue({ server, role }: Extract<TraceEvent, { type: 'role' }>): boolean {
    return role === 'pre-candidate' || (role === 'candidate' && this.roles.get(server) !== 'pre-candidate');
  }
}
