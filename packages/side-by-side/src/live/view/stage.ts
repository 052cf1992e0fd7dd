// The stage: what the page shows, and what its controls do. It holds a run that is carried out, or a trace that was read.

import type { Action } from '../engine/actions.ts';
import { longestRun } from '../engine/actions.ts';
import { type Machines, Player } from '../engine/player.ts';
import type { Recording, Step } from '../engine/recording.ts';
import { addressOfWorld, type World, WrongAddress, worldAt } from '../engine/world.ts';

export type Selection =
  | { readonly kind: 'server'; readonly id: number }
  | { readonly kind: 'message'; readonly number: number }
  | null;

/** Speeds of play: ms of the run in a second. */
export const speeds = [10, 25, 60, 200, 1000] as const;

/** How far a search for the next step of some kind goes (ms). */
const searched = 10_000;

/** Time between steps where motion is reduced (ms). */
const stepPause = 700;

export class Stage {
  private readonly player: Player;
  private readonly changed: () => void;
  /** A trace that was read, instead of a run. */
  private trace: { readonly name: string; readonly recording: Recording } | null = null;
  private traceTime = 0;
  private frame = 0;
  /** The latest time that was shown: the timeline's end. */
  private seen = 0;
  isPlaying = false;
  isBusy = false;
  speed: number = speeds[1];
  showsHeartbeats = true;
  selection: Selection = null;
  /** One line for the reader; empty if all is well. */
  problem = '';
  /** The time at which play pauses (ms); null to go on. */
  stopAt: number | null = null;

  /** @param changed called when something else is to be shown */
  constructor(machines: Machines, world: World, changed: () => void) {
    this.player = new Player(machines, world);
    this.changed = changed;
  }

  get world(): World {
    return this.player.world;
  }

  get recording(): Recording {
    return this.trace?.recording ?? this.player.recording;
  }

  /** The name of the trace that is shown; null for a run. */
  get traceName(): string | null {
    return this.trace?.name ?? null;
  }

  /** The time shown (ms). */
  get now(): number {
    return this.trace === null ? this.player.now : this.traceTime;
  }

  /** The latest time that was shown (ms). */
  get latest(): number {
    return this.trace === null ? this.seen : this.end;
  }

  /** The end of the timeline (ms). */
  get end(): number {
    if (this.trace !== null) return this.trace.recording.steps.at(-1)?.at ?? 0;
    return Math.max(1000, this.seen);
  }

  /** One-way cuts in force. */
  get cuts(): (readonly [from: number, to: number])[] {
    if (this.trace !== null) return [];
    const done = this.world.actions.filter(({ at }) => at <= this.now);
    const healed = done.findLastIndex((action) => action.do === 'heal');
    return done
      .slice(healed + 1)
      .flatMap((action) => (action.do === 'cut' ? [[action.from, action.to] as const] : []));
  }

  /** The last step shown in which lines ran: an action alone runs none. */
  get stepWithLines(): Step | null {
    const { steps } = this.recording;
    let i = this.recording.indexAt(this.now);
    while (i > 0 && steps[i]!.lines.length === 0) i -= 1;
    return steps[i] ?? null;
  }

  get isCalm(): boolean {
    return matchMedia('(prefers-reduced-motion: reduce)').matches;
  }

  /** The address of what is shown, as text. */
  get address(): string {
    return addressOfWorld(this.world, this.now);
  }

  /** Opens an address. A wrong one is said in one line, and changes nothing else. */
  async openAddress(address: string): Promise<void> {
    try {
      const { world, time } = worldAt(address);
      await this.open(world, time);
    } catch (error) {
      if (!(error instanceof WrongAddress)) throw error;
      this.problem = error.message;
      this.changed();
    }
  }

  open(world: World, time = 0): Promise<void> {
    this.pause();
    return this.work(async () => {
      this.trace = null;
      this.selection = null;
      this.stopAt = null;
      this.seen = time;
      await this.player.open(world, time);
    });
  }

  /** Shows a trace that was read. */
  openTrace(name: string, recording: Recording): void {
    this.pause();
    this.problem = '';
    this.selection = null;
    this.trace = { name, recording };
    this.traceTime = recording.steps[0]?.at ?? 0;
    this.changed();
  }

  complain(problem: string): void {
    this.problem = problem;
    this.changed();
  }

  goTo(time: number): Promise<void> {
    return this.work(() => this.show(time));
  }

  act(action: Action): Promise<void> {
    return this.work(async () => {
      await this.player.act(action);
      this.seen = this.now; // what came later is given up
    });
  }

  /** The next step that shows something, or the one before. */
  async stepBy(direction: 1 | -1): Promise<void> {
    this.pause();
    if (direction < 0) {
      const { steps } = this.recording;
      let i = this.recording.indexAt(this.now);
      if (steps[i] !== undefined && steps[i]!.at === this.now) i -= 1;
      while (i >= 0 && !this.isWorthAStep(steps[i]!)) i -= 1;
      await this.goTo(steps[i]?.at ?? 0);
    } else await this.jumpTo((step) => this.isWorthAStep(step), '');
  }

  /** @param missing said if there is none */
  jumpTo(fits: (step: Step) => boolean, missing: string): Promise<void> {
    this.pause();
    return this.work(async () => {
      const at = await this.find(fits);
      if (at !== null) await this.show(at);
      else this.problem = missing;
    });
  }

  play(): void {
    if (this.isPlaying) return;
    this.isPlaying = true;
    this.problem = '';
    if (this.isCalm) this.frame = window.setTimeout(this.calmTick, stepPause);
    else {
      let last = performance.now();
      const tick = async () => {
        const now = performance.now();
        const elapsed = Math.min(now - last, 100);
        last = now;
        await this.playTo(this.now + (elapsed / 1000) * this.speed);
        this.goOn(() => {
          this.frame = requestAnimationFrame(tick);
        });
      };
      this.frame = requestAnimationFrame(tick);
    }
    this.changed();
  }

  pause(): void {
    if (!this.isPlaying) return;
    this.isPlaying = false;
    cancelAnimationFrame(this.frame);
    clearTimeout(this.frame);
    this.changed();
  }

  set(change: Partial<Pick<Stage, 'speed' | 'showsHeartbeats' | 'selection'>>): void {
    Object.assign(this, change);
    this.changed();
  }

  /** Reduced motion: from step to step. */
  private readonly calmTick = async (): Promise<void> => {
    const at = await this.find((step) => this.isWorthAStep(step));
    if (at === null) return this.pause();
    await this.playTo(at);
    this.goOn(() => {
      this.frame = window.setTimeout(this.calmTick, stepPause);
    });
  };

  private goOn(next: () => void): void {
    if (!this.isPlaying) return;
    const isOver = this.now >= (this.stop ?? (this.trace === null ? longestRun : this.end));
    if (isOver) this.pause();
    else next();
    this.changed();
  }

  /** A step without events, or with nothing but heartbeats that are hidden, is passed over. */
  private isWorthAStep({ events }: Step): boolean {
    return events.some(
      ({ event }) => this.showsHeartbeats || !('message' in event) || !isHeartbeat(event.message),
    );
  }

  private async find(fits: (step: Step) => boolean): Promise<number | null> {
    if (this.trace === null) return this.player.find(fits, searched);
    const { recording } = this.trace;
    return recording.steps.slice(recording.indexAt(this.now) + 1).find(fits)?.at ?? null;
  }

  /** The time at which play pauses, unless it lies behind. */
  private get stop(): number | null {
    return this.stopAt !== null && this.stopAt >= this.now ? this.stopAt : null;
  }

  private playTo(time: number): Promise<void> {
    return this.show(Math.min(time, this.stop ?? Number.POSITIVE_INFINITY));
  }

  private async show(time: number): Promise<void> {
    if (this.trace !== null) this.traceTime = Math.max(0, Math.min(time, this.end));
    else await this.player.goTo(time);
    this.seen = Math.max(this.seen, this.now);
  }

  /** Carries something out; a failure is said in one line. */
  async work(work: () => Promise<void>): Promise<void> {
    this.problem = '';
    this.isBusy = true;
    this.changed();
    try {
      await work();
    } catch (error) {
      this.problem = (error as Error).message;
    } finally {
      this.isBusy = false;
      this.changed();
    }
  }
}

type AnyMessage = { readonly type: string } & Record<string, unknown>;

/** An AppendEntries without entries, or the answer to one. */
export function isHeartbeat(message: unknown): boolean {
  const { type, entries, success } = message as AnyMessage;
  if (type === 'AppendEntries') return (entries as unknown[]).length === 0;
  return type === 'AppendEntriesReply' && success === true;
}
