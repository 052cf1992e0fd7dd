// A small model checker. It runs the real code of this package, several threads of it in one, and tries every order in
// which their operations on shared memory can happen.
//
// The code runs against a fake `Atomics`, each operation of which is a point where the thread may be suspended. JavaScript
// cannot suspend a function in its middle, but it can run it again: a thread is a function of its operations' results, so
// to advance it by one operation it is started afresh, given the earlier results, and stopped by an exception after the
// next operation. Plain reads and writes belong to the step that follows them, so publishing before writing, or reading
// after releasing, is detected as well.
//
// Two orders that lead to the same memory and showed every thread the same are one state, explored once.
//
// Preemptions, switches away from a thread that could have gone on, may be bounded: most faults need two at most
// (M. Musuvathi and S. Qadeer, "Iterative Context Bounding for Systematic Testing of Multithreaded Programs", PLDI 2007).
// Deaths, time-outs and independent steps cost nothing.

import { hash } from 'node:crypto';
import type { InboxHandle } from '../../src/index.ts';
import { type End, FakeAtomics, type Performed, type Place } from './fake-atomics.ts';
import { Independence, refuted } from './independence.ts';

/** A thread of the program under test. */
export interface Actor {
  readonly name: string;
  /**
   * Must be deterministic in its operations' results, so it makes all its objects afresh. It notes what it reads plainly,
   * such as a payload: else two histories that differ in nothing else would count as one.
   */
  run(note: (what: string) => void): unknown;
  /** The thread may die before any of its operations. */
  readonly mayDie?: boolean;
  /** It starts when these others have ended or died. */
  readonly after?: readonly string[];
}

export interface Program {
  readonly inboxes: readonly InboxHandle[];
  readonly actors: readonly Actor[];
  /** Describes what is wrong with the actors' ends, or null. */
  judge(ends: Readonly<Record<string, End>>): string | null;
}

export interface Verdict {
  readonly states: number;
  /** The fault, and the steps that led to it. */
  readonly violation: { readonly what: string; readonly steps: readonly string[] } | null;
}

export interface Bounds {
  /** Most preemptions in one order; all orders are explored without it. */
  readonly preemptions?: number;
}

/** An actor at a moment. */
interface Progress {
  /** The results of its operations, and the memory at the beginning of each of its steps. */
  readonly returned: readonly unknown[];
  readonly seen: readonly Uint8Array[];
  readonly notes: readonly string[];
  readonly sleepsAt: Place | null;
  /** The place of its pending `waitAsync`, and whether that was notified. */
  readonly listensAt: Place | null;
  readonly isNotified: boolean;
  readonly end: End | null;
}

const fresh: Progress = {
  returned: [],
  seen: [],
  notes: [],
  sleepsAt: null,
  listensAt: null,
  isNotified: false,
  end: null,
};

/** A possible step, in words, and the state after it. */
interface Move {
  what(): string;
  readonly state: State;
  readonly isIndependent: boolean;
}

interface State {
  readonly memory: Uint8Array;
  readonly actors: readonly Progress[];
  /** The actor that took the last step that others could observe; always null without a bound. */
  readonly running: number | null;
  readonly preemptions: number;
}

/** More operations than any actor of a test needs: beyond that it loops. */
const mostOperations = 400;

export class Explorer {
  private readonly program: Program;
  private readonly atomics: FakeAtomics;
  private readonly bound: number;
  /** The fewest preemptions that led to each state. */
  private readonly known = new Map<string, number>();
  private readonly steps: Move[] = [];
  private readonly independence = new Independence();

  constructor(program: Program, { preemptions = Number.POSITIVE_INFINITY }: Bounds = {}) {
    this.program = program;
    this.bound = preemptions;
    this.atomics = new FakeAtomics(program.inboxes);
  }

  async explore(): Promise<Verdict> {
    const actors = this.program.actors.map(() => fresh);
    const what = await this.fromStart({
      memory: this.atomics.image(),
      actors,
      running: null,
      preemptions: 0,
    });
    return {
      states: this.known.size,
      violation: what === null ? null : { what, steps: this.steps.map((step) => step.what()) },
    };
  }

  /** Explores again as long as a step that was taken as independent turns out not to be. */
  private async fromStart(start: State): Promise<string | null> {
    for (;;)
      try {
        return await this.from(start);
      } catch (error) {
        if (error !== refuted) throw error;
        this.known.clear();
        this.steps.length = 0;
        this.independence.begin();
      }
  }

  /** Depth first; the fault of the first bad state, or null. */
  private async from(state: State): Promise<string | null> {
    if (!this.isNew(state)) return null;
    const moves = await this.moves(state);
    for (const step of moves) {
      this.steps.push(step);
      const wrong = await this.from(step.state);
      if (wrong !== null) return wrong;
      this.steps.pop();
    }
    return moves.length > 0 ? null : this.judgeEnd(state);
  }

  /** Whether it was not reached yet, or only after more preemptions. Remembers it. */
  private isNew(state: State): boolean {
    const key = keyOf(state);
    const known = this.known.get(key);
    if (known !== undefined && known <= state.preemptions) return false;
    this.known.set(key, state.preemptions);
    return true;
  }

  private judgeEnd(state: State): string | null {
    const ends: Record<string, End> = {};
    for (const [i, { name }] of this.program.actors.entries()) {
      const { end, sleepsAt } = state.actors[i] as Progress;
      if (end === null) return `${name} sleeps for ever${sleepsAt && ` at ${this.atomics.nameOf(sleepsAt)}`}`;
      ends[name] = end;
    }
    return this.program.judge(ends);
  }

  /** The steps that are possible; of one actor only if its step is independent of those of the others. */
  private async moves(state: State): Promise<readonly Move[]> {
    const all: Move[] = [];
    for (const [i, actor] of this.program.actors.entries()) {
      if (!this.hasStarted(state, actor)) continue;
      const moves = await this.movesOf(state, i);
      const independent = moves.filter((move) => move.isIndependent); // no need to die before it: after it is the same
      if (independent.length > 0) return independent;
      all.push(...moves);
    }
    return all;
  }

  private async movesOf(state: State, i: number): Promise<readonly Move[]> {
    const { name, mayDie } = this.program.actors[i] as Actor;
    const progress = state.actors[i] as Progress;
    if (progress.end !== null) return [];
    const become = (what: string, change: Partial<Progress>): Move => ({
      what: () => `${name} ${what}`,
      state: replace(state, i, change),
      isIndependent: false,
    });
    const moves = mayDie ? [become('dies', { end: { died: true } })] : [];
    if (progress.sleepsAt === null) {
      if (preemptionsBy(state, i) <= this.bound) moves.push(await this.step(state, i));
    } else if (progress.sleepsAt.canTimeOut) {
      moves.push(become('is timed out', awake(progress, 'timed-out')));
    }
    return moves;
  }

  private hasStarted(state: State, { after = [] }: Actor): boolean {
    return this.program.actors.every(({ name }, i) => !after.includes(name) || state.actors[i]?.end !== null);
  }

  /** Lets an actor perform one more operation. */
  private async step(state: State, i: number): Promise<Move> {
    const { name, run } = this.program.actors[i] as Actor;
    const before = state.actors[i] as Progress;
    if (before.returned.length > mostOperations) throw new Error(`${name} never ends`);
    const seen = [...before.seen, state.memory];
    const did = await this.atomics.replay(run, before.returned, seen);
    this.independence.record(i, did);
    const change = { seen, notes: did.notes, ...progressBy(did, before) };
    const isIndependent = this.independence.holdsFor(i, did);
    const counts = this.bound !== Number.POSITIVE_INFINITY && !isIndependent;
    const switched = counts ? { running: i, preemptions: preemptionsBy(state, i) } : {};
    const next = replace({ ...state, ...switched, memory: did.memory }, i, change);
    return {
      what: () => `${name} ${did.what()}`,
      state: did.kind === 'notify' ? notified(next, did.place as Place) : next,
      isIndependent,
    };
  }
}

/** The preemptions after a step of actor `i`: one more if another was running and could have gone on. */
function preemptionsBy({ actors, running, preemptions }: State, i: number): number {
  if (running === null || running === i) return preemptions;
  const { end, sleepsAt } = actors[running] as Progress;
  return end === null && sleepsAt === null ? preemptions + 1 : preemptions;
}

function progressBy({ kind, place, returned, end }: Performed, before: Progress): Partial<Progress> {
  const going = { returned: [...before.returned, returned] };
  switch (kind) {
    case 'end':
      return { end: end as End };
    case 'sleep':
      return { sleepsAt: place as Place };
    case 'listen':
      return { ...going, listensAt: place as Place };
    case 'idle':
      return before.isNotified ? awake(before, 'ok') : { sleepsAt: before.listensAt };
    default:
      return going;
  }
}

function notified(state: State, { memory, index }: Place): State {
  const isThere = (place: Place | null) => place?.memory === memory && place.index === index;
  const actors = state.actors.map((actor) => {
    if (isThere(actor.sleepsAt)) return { ...actor, ...awake(actor, 'ok') };
    return isThere(actor.listensAt) ? { ...actor, isNotified: true } : actor;
  });
  return { ...state, actors };
}

function awake(progress: Progress, result: string): Partial<Progress> {
  return { returned: [...progress.returned, result], sleepsAt: null, listensAt: null, isNotified: false };
}

function replace(state: State, i: number, change: Partial<Progress>): State {
  return { ...state, actors: state.actors.with(i, { ...(state.actors[i] as Progress), ...change }) };
}

/** An actor's future depends only on its results and notes. Cached, as most of a state equals the one before. */
const shown = new WeakMap<Progress, string>();

function show(progress: Progress): string {
  const { seen, ...rest } = progress;
  const text = shown.get(progress) ?? JSON.stringify(rest);
  shown.set(progress, text);
  return text;
}

function keyOf({ memory, actors, running }: State): string {
  const text = `${actors.map(show).join('\n')}\n${running}`;
  return hash('sha1', Buffer.concat([memory, Buffer.from(text)]), 'base64');
}
