// The player: a world, the run of it, and the time that is shown. Going back shows a picture that is kept; whatever changes
// the past, or anything before what has been carried out, starts the run anew from the seed and the list of actions.

import type { Action, TimedAction } from './actions.ts';
import { longestRun } from './actions.ts';
import type { NewMachine } from './machine.ts';
import { Recording } from './recording.ts';
import { Run } from './run.ts';
import type { Model, World } from './world.ts';

/** How far a run is carried out ahead of what is shown (ms), so that the arrival of messages in flight is known. */
const lookAhead = 40;

export type Machines = Readonly<Record<Model, NewMachine>>;

export class Player {
  private readonly machines: Machines;
  private shown: World;
  private run: Run | null = null;
  private nothing = new Recording();
  private time = 0;
  /** Operations take place one after another. */
  private last: Promise<void> = Promise.resolve();

  constructor(machines: Machines, world: World) {
    this.machines = machines;
    this.shown = world;
  }

  get world(): World {
    return this.shown;
  }

  /** The time shown (ms). */
  get now(): number {
    return this.time;
  }

  get recording(): Recording {
    return this.run?.recording ?? this.nothing;
  }

  /** Shows a world at a time. */
  open(world: World, time: number): Promise<void> {
    return this.inTurn(async () => {
      this.shown = world;
      this.run = null;
      await this.show(time);
    });
  }

  goTo(time: number): Promise<void> {
    return this.inTurn(() => this.show(time));
  }

  /** Does something at the time shown. What was done later is given up. */
  act(action: Action): Promise<void> {
    return this.inTurn(async () => {
      const at = microseconds(this.time);
      const timed: TimedAction = { ...action, at };
      const kept = this.shown.actions.filter((earlier) => earlier.at <= at);
      this.shown = { ...this.shown, actions: [...kept, timed] };
      this.run = null;
      await this.show(at);
    });
  }

  /** The time of the next step after the one shown that fits, at most `ms` later; null if there is none. */
  find(fits: (step: Recording['steps'][number]) => boolean, ms: number): Promise<number | null> {
    return this.inTurn(async () => {
      const { time } = this;
      for (let until = time; until < Math.min(time + ms, longestRun); until += lookAhead) {
        await this.carryOut(until + lookAhead);
        const { steps } = this.recording;
        for (let i = this.recording.indexAt(time) + 1; i < steps.length; i++) {
          const step = steps[i]!;
          if (step.at > until + lookAhead) break;
          if (fits(step)) return step.at;
        }
      }
      return null;
    });
  }

  private async show(time: number): Promise<void> {
    const until = Math.max(0, Math.min(time, longestRun));
    await this.carryOut(until + this.horizon());
    this.time = until;
  }

  /** Messages that are late have a longer way. */
  private horizon(): number {
    const { latency, jitter } = this.shown.settings;
    return latency + jitter + lookAhead;
  }

  private async carryOut(time: number): Promise<void> {
    this.run ??= await Run.start(this.shown, this.machines[this.shown.model]);
    if (time > this.run.time) await this.run.advanceTo(time);
  }

  private inTurn<T>(work: () => Promise<T>): Promise<T> {
    const done = this.last.then(work);
    this.last = done.then(
      () => {},
      () => {},
    );
    return done;
  }
}

/** Rounded up, so that an address can hold it and nothing shown comes after it. */
function microseconds(ms: number): number {
  return Math.ceil(ms * 1000) / 1000;
}
