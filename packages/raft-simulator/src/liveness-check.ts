// Liveness: after the faults have ended, the cluster must elect a leader, answer a command and let all members catch up
// within a bounded virtual time.

import type { LogIndex } from '@three-ways/raft-core';
import type { Actions, SimContext } from './actions.ts';
import { maxExtraDelay } from './network.ts';
import type { Rules } from './rules.ts';
import type { Schedule } from './schedule.ts';
import { requireThat } from './violation.ts';

/** Bound on recovery, in the longest election timeouts. */
const recoveryTimeouts = 40;

/** Further time for each entry that a server lacks (ms). */
const entryTime = 10;

export class LivenessCheck {
  private readonly rules: Rules;
  private readonly schedule: Schedule;
  private readonly context: SimContext;
  private readonly actions: Actions;
  private begun = false;
  /** Last index of the longest log when the faults ended. No command is answered before a majority has caught up with it. */
  private longestLog: LogIndex = 0;
  /** Index of the first command answered after the faults ended. */
  private firstAnswer: LogIndex | null = null;

  constructor(rules: Rules, schedule: Schedule, context: SimContext, actions: Actions) {
    this.rules = rules;
    this.schedule = schedule;
    this.context = context;
    this.actions = actions;
  }

  /** Ends the faults of network, servers and disks. */
  begin(): void {
    this.begun = true;
    this.context.network.endFaults();
    for (const { outbox, disk, raft } of this.context.servers.values()) {
      this.longestLog = Math.max(this.longestLog, raft.log.lastIndex);
      outbox.armed = null;
      disk.latency = Math.min(disk.latency, 5);
    }
  }

  answered(index: LogIndex): void {
    if (this.begun) this.firstAnswer ??= index;
  }

  /** Sends a command until one is answered. Returns true once the cluster has recovered. */
  probe(now: number): boolean {
    const { settings, faultsEndAt } = this.schedule;
    const entries = this.firstAnswer ?? this.longestLog;
    const bound = recoveryTimeouts * settings.electionTimeout[1] + entryTime * entries;
    requireThat(now - faultsEndAt < bound, 'liveness', () => this.missing());
    if (!settings.checkQuorum) this.stopRemoved();
    const areRenewed = this.renewLearners(now);
    if (this.firstAnswer !== null) return areRenewed && this.haveCaughtUp(this.firstAnswer);
    this.actions.submit(0, this.context.clients.plain(), true);
    return false;
  }

  private missing(): string {
    const late = 'the faults ended long ago, and';
    if (this.actions.target(0) === undefined) return `${late} there is no leader`;
    if (this.firstAnswer === null) return `${late} no command is answered`;
    return `${late} not all members have applied index ${this.firstAnswer}`;
  }

  /**
   * Stops removed servers. Without check-quorum they would disrupt the cluster (§6), even the commitment of their own
   * removal. If a removal is lost, its server is a member again and is restarted.
   */
  private stopRemoved(): void {
    const leader = this.actions.target(0);
    if (leader === undefined) return;
    const configuration = this.rules.configurationOf(leader.raft);
    for (const server of this.context.servers.values()) {
      const isMember = this.rules.isMember(configuration, server.id);
      if (server.alive && !isMember && server !== leader) server.crash(0, Infinity);
      else if (!server.alive && isMember && !this.schedule.permanentlyDown.includes(server.id))
        this.context.restart(server.id, server.incarnation);
    }
  }

  private haveCaughtUp(index: LogIndex): boolean {
    const leader = this.actions.target(0);
    if (leader === undefined) return false;
    const { voters, learners } = this.rules.configurationOf(leader.raft);
    return [...voters, ...learners].every((id) => {
      const { alive, raft } = this.context.servers.get(id)!;
      return this.schedule.permanentlyDown.includes(id) || (alive && raft.lastApplied >= index);
    });
  }

  /** Removes and adds again each learner that has lost its disk. Returns true when none is left. */
  private renewLearners(now: number): boolean {
    const leader = this.actions.target(0);
    const lost = [...this.context.servers.values()].filter(
      ({ alive, diskLostAt }) => alive && diskLostAt !== null,
    );
    const longAgo = lost.filter(({ diskLostAt }) => now - diskLostAt! > maxExtraDelay);
    for (const server of leader === undefined ? [] : longAgo) {
      const { learners } = this.rules.configurationOf(leader!.raft);
      if (learners.includes(server.id)) this.actions.change({ type: 'remove', server: server.id });
      else if (leader!.raft.configurations.at(-1)!.index <= leader!.raft.commitIndex) {
        server.diskLostAt = null;
        this.actions.change({ type: 'addLearner', server: server.id });
      }
    }
    return lost.length === 0;
  }
}
