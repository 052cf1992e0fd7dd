// The election timers of a cluster, as its trace shows them: when the timeout that began a server's election was due. Until then
// the server only waits; how long its first heartbeat takes from there depends on the runtime.

import type { TraceEvent } from '@three-ways/raft-cluster';
import type { Role, ServerId } from '@three-ways/raft-core';

export class ElectionTimers {
  /** When each timer is due, as drawn (ms since the cluster's start). */
  private readonly due = new Map<ServerId, number>();
  /** When the timer that began a server's last election was due. */
  private readonly elapsed = new Map<ServerId, number>();
  private readonly roles = new Map<ServerId, Role>();

  /** To be called for all events, from before the timers start. */
  readonly observe = (event: TraceEvent): void => {
    if (event.type === 'timer') this.due.set(event.server, event.at + event.electionTimeout);
    if (event.type !== 'role') return;
    const due = this.due.get(event.server);
    if (due !== undefined && this.hasTimedOut(event)) this.elapsed.set(event.server, due);
    this.roles.set(event.server, event.role);
  };

  /** Time since the timeout that began the server's last election was due (ms); null in a trace without timers, such as a library's. */
  since(server: ServerId, { at }: TraceEvent): number | null {
    const due = this.elapsed.get(server);
    return due === undefined ? null : at - due;
  }

  /** Whether a timeout brought the server into this role: a pre-candidate becomes a candidate by votes. */
  private hasTimedOut({ server, role }: Extract<TraceEvent, { type: 'role' }>): boolean {
    return role === 'pre-candidate' || (role === 'candidate' && this.roles.get(server) !== 'pre-candidate');
  }
}
