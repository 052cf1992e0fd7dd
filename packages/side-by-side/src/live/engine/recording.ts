// A recording: the steps of a run, or of a trace that was read. A step is a moment: all that happens at one time.

import type { Message, TraceEvent } from '@three-ways/raft-cluster';
import type { AppendEntries, Command, LogIndex, Term } from '@three-ways/raft-core';
import { Violation } from '@three-ways/raft-simulator/violation';
import { TraceChecker } from '@three-ways/raft-testkit/trace-checker';
import type { ReachedLine } from './machine.ts';
import { after, emptyPicture, type Picture } from './picture.ts';
import { Tasks } from './tasks.ts';

/** What a step is worth jumping to. */
export type Mark = 'election' | 'commit' | 'crash' | 'restart' | 'violation' | 'network';

export interface Step {
  readonly at: number;
  /** The picture after the step. */
  picture: Picture;
  /** The events of the step, each with its message's number, or 0. */
  readonly events: { readonly event: TraceEvent; readonly message: number }[];
  readonly marks: Set<Mark>;
  /** The lines reached in this step, in order. */
  readonly lines: ReachedLine[];
  /** The tasks of all servers after the step; null without probes. */
  tasks: Tasks | null;
}

/** What became of a client's request. */
export interface Outcome {
  readonly at: number;
  readonly what: string;
  readonly failed: boolean;
}

export class Recording {
  readonly steps: Step[] = [];
  readonly outcomes: Outcome[] = [];
  /** The time of arrival or loss, by message. */
  readonly ends = new Map<number, { readonly at: number; readonly lost: boolean }>();
  /** What entries hold, by index and term: as seen in messages. */
  private readonly commands = new Map<string, Command>();
  /** The first violation of an invariant. */
  violation: { readonly at: number; readonly text: string } | null = null;
  private readonly checker = new TraceChecker();
  private committed = 0;
  /** Numbers of messages in flight, by their text: for traces that don't number them. */
  private readonly byText = new Map<string, number[]>();

  /** @param number of the event's message; without it, messages are matched by their content */
  see(event: TraceEvent, number?: number): void {
    const message = 'message' in event ? (number ?? this.numberOf(event)) : 0;
    const step = this.stepAt(event.at);
    step.events.push({ event, message });
    step.picture = after(step.picture, event, message);
    if (event.type === 'deliver' || event.type === 'drop')
      this.ends.set(message, { at: event.at, lost: event.type === 'drop' });
    if (event.type === 'send' && event.message.type === 'AppendEntries') this.noteEntries(event.message);
    this.mark(step, event);
    this.check(step, event);
  }

  /** @param at time of the step (ms) */
  reach(line: ReachedLine, at: number): void {
    const step = this.stepAt(at);
    if (line.place > 0) step.lines.push(line);
    step.tasks = (step.tasks ?? Tasks.none).after(line);
  }

  /** What an entry holds; null if no message has had it. */
  commandOf(index: LogIndex, term: Term): Command | null {
    return this.commands.get(`${index}.${term}`) ?? null;
  }

  /** The last step that is not later than a time, as an index; -1 before the first. */
  indexAt(time: number): number {
    let low = 0;
    let high = this.steps.length;
    while (low < high) {
      const middle = (low + high) >>> 1;
      if (this.steps[middle]!.at <= time) low = middle + 1;
      else high = middle;
    }
    return low - 1;
  }

  pictureAt(time: number): Picture {
    return this.steps[this.indexAt(time)]?.picture ?? emptyPicture;
  }

  /** All events up to a time, that time included. */
  eventsUntil(time: number): TraceEvent[] {
    return this.steps
      .slice(0, this.indexAt(time) + 1)
      .flatMap(({ events }) => events.map(({ event }) => event));
  }

  /** The step of the last event, or a new one. Events never go back in time: threads' clocks may by a little. */
  private stepAt(time: number): Step {
    const last = this.steps.at(-1);
    if (last !== undefined && time <= last.at) return last;
    const step: Step = {
      ...{ at: time, events: [], marks: new Set<Mark>(), lines: [] },
      picture: { ...(last?.picture ?? emptyPicture), at: time },
      tasks: last?.tasks ?? null,
    };
    this.steps.push(step);
    return step;
  }

  private numberOf({ type, message }: TraceEvent & { readonly message: Message }): number {
    const text = JSON.stringify(message);
    const numbers = this.byText.get(text) ?? [];
    if (type !== 'send') return numbers.shift() ?? 0;
    const number = (this.steps.at(-1)?.picture.sent ?? 0) + 1;
    numbers.push(number);
    this.byText.set(text, numbers);
    return number;
  }

  private noteEntries({ prevLogIndex, entries }: AppendEntries): void {
    for (const [i, { term, command }] of entries.entries())
      this.commands.set(`${prevLogIndex + 1 + i}.${term}`, command);
  }

  private mark({ marks }: Step, event: TraceEvent): void {
    if (event.type === 'role' && event.role === 'leader') marks.add('election');
    if (event.type === 'crash') marks.add('crash');
    if (event.type === 'start' && event.at > 0) marks.add('restart');
    if (event.type === 'partition' || event.type === 'heal') marks.add('network');
    if (event.type !== 'commit' || event.commitIndex <= this.committed) return;
    this.committed = event.commitIndex;
    marks.add('commit');
  }

  private check({ marks }: Step, event: TraceEvent): void {
    if (this.violation !== null) return;
    this.checker.see(event);
    try {
      this.checker.judge();
    } catch (error) {
      if (!(error instanceof Violation)) throw error;
      this.violation = { at: event.at, text: `${error.invariant}: ${error.message}` };
      marks.add('violation');
    }
  }
}
