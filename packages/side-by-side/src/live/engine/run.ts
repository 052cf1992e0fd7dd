// A run of a world: a cluster, started anew on a clock of its own, that is moved forward as far as it is to be seen. Actions
// take place at their times; what has been seen is recorded.

import { RaftError, type ServerId } from '@three-ways/raft-core';
import { type Action, actionText } from './actions.ts';
import type { Interference, Machine, NewMachine, Watcher } from './machine.ts';
import { Recording } from './recording.ts';
import { setMembershipFix } from './rules-switch.ts';
import { settingsOfCluster } from './settings.ts';
import type { World } from './world.ts';

/** Tries of a membership change, and the time between them (ms). */
const tries = 10;
const pause = 60;

/** Runs are carried out one at a time: what the probes call, and the switch of the fix, are global. */
let last: Promise<unknown> = Promise.resolve();

function oneAtATime<T>(work: () => Promise<T>): Promise<T> {
  const done = last.then(work, work);
  last = done;
  return done;
}

export class Run {
  readonly world: World;
  readonly recording: Recording;
  /** Actions carried out; also the position of the next one. */
  private performed = 0;
  private readonly machine: Machine;
  private interference: Interference = { cuts: [], dropped: [], delayed: [] };

  private constructor(world: World, machine: Machine, recording: Recording) {
    this.world = world;
    this.machine = machine;
    this.recording = recording;
  }

  /** Starts a cluster at time 0. */
  static async start(world: World, newMachine: NewMachine): Promise<Run> {
    const recording = new Recording();
    const now = { of: () => 0 };
    const watcher: Watcher = {
      event: (event, message) => recording.see(event, message),
      line: (line) => recording.reach(line, now.of()),
    };
    return oneAtATime(async () => {
      const machine = await newMachine(settingsOfCluster(world.settings, world.seed), watcher);
      now.of = () => machine.now();
      const run = new Run(world, machine, recording);
      run.setNetwork(world.settings);
      run.attempt('start', () => machine.cluster.start());
      await machine.advanceTo(0);
      return run;
    });
  }

  /** The time up to which the run has been carried out (ms). */
  get time(): number {
    return this.machine.now();
  }

  /** Goes on to a time (ms), and performs the actions that are due. */
  advanceTo(time: number): Promise<void> {
    return oneAtATime(() => this.carryOut(time));
  }

  private async carryOut(time: number): Promise<void> {
    setMembershipFix(this.world.settings.membershipFix);
    for (;;) {
      const next = this.world.actions[this.performed];
      if (next === undefined || next.at > time) break;
      await this.machine.advanceTo(next.at);
      this.performed += 1;
      this.perform(next);
    }
    await this.machine.advanceTo(time);
  }

  private perform(action: Action): void {
    const { cluster } = this.machine;
    const what = actionText(action);
    switch (action.do) {
      case 'crash':
        return this.attempt(what, () => cluster.crash(action.server));
      case 'restart':
        return this.attempt(what, () => cluster.restart(action.server));
      case 'transfer':
        return this.report(what, () => cluster.transfer(action.server));
      case 'add':
        return this.report(what, () => this.add());
      case 'remove':
        return this.report(what, () => this.change('remove', action.server));
      case 'propose': {
        const { id, name, via } = action;
        const options = via === 0 ? {} : { via };
        return this.report(what, () => cluster.propose({ type: 'set', id, name }, options));
      }
      case 'partition':
        return this.attempt(what, () => cluster.partition(action.groups));
      case 'heal':
        this.interfere({ cuts: [] });
        return this.attempt(what, () => cluster.heal());
      case 'network':
        return this.setNetwork(action);
      case 'cut':
        return this.interfere({ cuts: [...this.interference.cuts, `${action.from}>${action.to}`] });
      case 'drop':
        return this.interfere({ dropped: [...this.interference.dropped, action.message] });
      case 'delay':
        return this.interfere({ delayed: [...this.interference.delayed, [action.message, action.ms]] });
    }
  }

  private setNetwork({
    latency: delay,
    jitter,
    loss: drop,
  }: Pick<World['settings'], 'latency' | 'jitter' | 'loss'>) {
    const loss = drop > 0 ? { drop } : {}; // as Go's trace, which leaves out what is 0
    const spread = jitter > 0 ? { jitter } : {};
    this.attempt('network', () =>
      this.machine.cluster.faults({ delay, ...spread, ...loss, seed: this.world.seed }),
    );
  }

  private interfere(changed: Partial<Interference>): void {
    this.interference = { ...this.interference, ...changed };
    this.machine.interfere(this.interference);
  }

  /** A server is launched, catches up as a learner, and becomes a voter. */
  private async add(): Promise<void> {
    const server = await this.machine.cluster.launch();
    await this.change('addLearner', server);
    await this.change('promote', server);
  }

  /** Refusals are repeated a few times: a leader may not be known yet, or a learner not have caught up. */
  private async change(type: 'addLearner' | 'promote' | 'remove', server: ServerId): Promise<void> {
    for (let left = tries; ; left--) {
      try {
        return await this.machine.cluster.change({ type, server });
      } catch (error) {
        if (!(error instanceof RaftError) || left === 1) throw error;
        await new Promise<void>((resolve) => this.machine.after(pause, resolve));
      }
    }
  }

  /** Reports how it ended, either way. */
  private report(what: string, call: () => Promise<unknown>): void {
    this.attempt(what, async () => {
      await call();
      this.tell(what, false);
    });
  }

  /** Reports only a failure. */
  private attempt(what: string, call: () => Promise<unknown>): void {
    call().catch((error) => {
      if (!(error instanceof RaftError)) throw error;
      this.tell(`${what}: ${error.name}: ${error.message}`, true);
    });
  }

  private tell(what: string, failed: boolean): void {
    this.recording.outcomes.push({ at: this.machine.now(), what, failed });
  }
}
