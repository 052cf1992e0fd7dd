// Liveness: when the faults have ended, the cluster must elect a leader, answer a command and let all voters catch up, within
// a bound of virtual time.

import type { LogIndex } from '@three-ways/raft-core';
import type { Acts, Stage } from './actions.ts';
import { latest } from './network.ts';
import type { Rules } from './rules.ts';
import type { Schedule } from './schedule.ts';
import { requireThat } from './violation.ts';

/** Time that the cluster has, in the longest election timeouts, and beside it for each entry, sent alone (ms). */
const timeoutsUntilAlive = 40;
const entryTime = 10;

export class Revival {
  private readonly rules: Rules;
  private readonly schedule: Schedule;
  private readonly stage: Stage;
  private readonly acts: Acts;
  private begun = false;
  /** The index of the first command that was answered after the faults had ended. */
  private firstAnswer: LogIndex | null = null;

  constructor(rules: Rules, schedule: Schedule, stage: Stage, acts: Acts) {
    this.rules = rules;
    this.schedule = schedule;
    this.stage = stage;
    this.acts = acts;
  }

  /** The faults end: all messages arrive, no crash is to come, disks are fast again. */
  begin(): void {
    this.begun = true;
    this.stage.network.becomeCalm();
    for (const { outbox, disk } of this.stage.servers.values()) {
      outbox.armed = null;
      disk.latency = Math.min(disk.latency, 5);
    }
  }

  answered(index: LogIndex): void {
    if (this.begun) this.firstAnswer ??= index;
  }

  /** Sends a command for as long as none is answered. Returns true when the cluster is alive. */
  probe(now: number): boolean {
    const { settings, calmAt } = this.schedule;
    const entries = this.firstAnswer ?? 0;
    const bound = timeoutsUntilAlive * settings.electionTimeout[1] + entryTime * entries;
    requireThat(now - calmAt < bound, 'liveness', () => this.whatIsMissing());
    if (!settings.checkQuorum) this.stopRemoved();
    const areRenewed = this.renewLearners(now);
    if (this.firstAnswer !== null) return areRenewed && this.haveCaughtUp(this.firstAnswer);
    this.acts.submit(0, this.stage.clients.plain(), true);
    return false;
  }

  private whatIsMissing(): string {
    const soon = 'the faults have ended long ago, and';
    if (this.acts.target(0) === undefined) return `${soon} nobody leads`;
    if (this.firstAnswer === null) return `${soon} no command is answered`;
    return `${soon} not all members have applied index ${this.firstAnswer}`;
  }

  /**
   * Nothing but check-quorum keeps removed servers from disturbing: without it they must be stopped (§6), before their
   * removal is committed, because they disturb that too. Should the removal be lost, they are members, and run again.
   */
  private stopRemoved(): void {
    const leader = this.acts.target(0);
    if (leader === undefined) return;
    const configuration = this.rules.configurationOf(leader.raft);
    for (const server of this.stage.servers.values()) {
      const isMember = this.rules.isMember(configuration, server.id);
      if (server.alive && !isMember && server !== leader) server.crash(0, Infinity);
      else if (!server.alive && isMember && !this.schedule.downForGood.includes(server.id))
        this.stage.restart(server.id, server.life);
    }
  }

  private haveCaughtUp(index: LogIndex): boolean {
    const leader = this.acts.target(0);
    if (leader === undefined) return false;
    const { voters, learners } = this.rules.configurationOf(leader.raft);
    return [...voters, ...learners].every((id) => {
      const { alive, raft } = this.stage.servers.get(id)!;
      return this.schedule.downForGood.includes(id) || (alive && raft.lastApplied >= index);
    });
  }

  /** A learner that has lost its disk is of use once it is removed and added again. Returns whether all that did are. */
  private renewLearners(now: number): boolean {
    const leader = this.acts.target(0);
    const lost = [...this.stage.servers.values()].filter(
      ({ alive, diskLostAt }) => alive && diskLostAt !== null,
    );
    const longAgo = lost.filter(({ diskLostAt }) => now - diskLostAt! > latest);
    for (const server of leader === undefined ? [] : longAgo) {
      const { learners } = this.rules.configurationOf(leader!.raft);
      if (learners.includes(server.id)) this.acts.change({ type: 'remove', server: server.id });
      else if (leader!.raft.configurations.at(-1)!.index <= leader!.raft.commitIndex) {
        server.diskLostAt = null;
        this.acts.change({ type: 'addLearner', server: server.id });
      }
    }
    return lost.length === 0;
  }
}
