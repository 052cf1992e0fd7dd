// The lines of the sources that run, and which tasks wait at which.

import type { ServerId } from '@three-ways/raft-core';
import type { Recording, Step } from '../engine/recording.ts';
import type { Model } from '../engine/world.ts';

/** The sources of a model, as the page has them. */
export interface ModelSources {
  readonly files: readonly { readonly file: string; readonly lines: readonly string[] }[];
  /** File, name, first and last line. */
  readonly functions: readonly (readonly [file: number, name: string, start: number, end: number])[];
  /** By the number of a place, from 1: the function, the line, and the position of its step's address, or -1. */
  readonly places: readonly (readonly [func: number, line: number, address: number])[];
  /** Steps of other chapters that show the lines in all columns. */
  readonly addresses: readonly string[];
}

export type Sources = Readonly<Partial<Record<Model, ModelSources>>>;

/** A function of which lines ran in a step. */
export interface RanFunction {
  readonly file: string;
  readonly name: string;
  readonly start: number;
  readonly lines: readonly string[];
  readonly lit: ReadonlySet<number>;
  /** The line that ran last. */
  readonly last: number;
  /** The step that shows that line in all columns; undefined if none does. */
  readonly address: string | undefined;
}

/** A task that waits. */
export interface Waiting {
  readonly name: string;
  readonly file: string;
  readonly line: number;
  readonly text: string;
  readonly reason: string;
}

/** The functions of a server that ran in a step, in the order in which they were first reached. */
export function ranIn(step: Step, server: ServerId, sources: ModelSources): RanFunction[] {
  const reached = new Map<number, { lit: Set<number>; last: number; address: number }>();
  for (const line of step.lines) {
    if (line.server !== server) continue;
    const [func, number, address] = sources.places[line.place - 1]!;
    const known = reached.get(func) ?? { lit: new Set(), last: number, address };
    known.lit.add(number);
    known.last = number;
    known.address = address;
    reached.set(func, known);
  }
  return [...reached].map(([func, { lit, last, address }]) => {
    const [file, name, start, end] = sources.functions[func]!;
    const { file: path, lines } = sources.files[file]!;
    return {
      file: path,
      name,
      start,
      lines: lines.slice(start - 1, end),
      lit,
      last,
      address: sources.addresses[address],
    };
  });
}

/** Steps that are searched for one in which a server ran. */
const searched = 2000;

/** The last step until a time in which lines of a server ran; else the last step. */
export function lastStepOf(recording: Recording, time: number, server: ServerId): Step | null {
  const { steps } = recording;
  const now = recording.indexAt(time);
  for (let i = now; i >= Math.max(0, now - searched); i--)
    if (steps[i]!.lines.some((line) => line.server === server)) return steps[i]!;
  return steps[now] ?? null;
}

/** Servers of which lines ran in a step. */
export function serversThatRan(step: Step): ServerId[] {
  return [...new Set(step.lines.map(({ server }) => server))].sort((a, b) => a - b);
}

/** Tasks of a server that wait after a step. Tasks at the same line for the same reason, as of several peers, are one. */
export function waitingIn(
  step: Step,
  server: ServerId,
  sources: ModelSources,
): (Waiting & { count: number })[] {
  const places = step.tasks?.of(server) ?? [];
  const names = new Set(places.map((place) => sources.functions[sources.places[place - 1]![0]]![1]));
  const found = new Map<number, Waiting & { count: number }>();
  for (const place of places) {
    const known = found.get(place);
    if (known !== undefined) known.count += 1;
    else found.set(place, { ...waitingAt(place, names, sources), count: 1 });
  }
  return [...found.values()];
}

function waitingAt(place: number, names: ReadonlySet<string>, sources: ModelSources): Waiting {
  const [func, line] = sources.places[place - 1]!;
  const [file, name] = sources.functions[func]!;
  const { file: path, lines } = sources.files[file]!;
  const text = lines[line - 1]!.trim();
  return { name, file: path, line, text, reason: reasonOf(text, lines.slice(line, line + 12), names) };
}

/** What a statement waits for, by the words in it: a function that is under way, or else a signal or a timer. */
function reasonOf(text: string, below: readonly string[], names: ReadonlySet<string>): string {
  const called = [...text.matchAll(/(?:this|s)\.(\w+)\(/g)]
    .map(([, name]) => name!)
    .find((name) => names.has(name));
  if (called !== undefined) return `until ${called} ends`;
  const whole = /^select\b/.test(text) ? casesOf(below) : text;
  const reasons = reasonsByWord.filter(([word]) => word.test(whole)).map(([, reason]) => reason);
  return reasons.length === 0 ? '' : `for ${[...new Set(reasons)].join(', or ')}`;
}

/** The cases of a Go select: lines until one that closes it. */
function casesOf(lines: readonly string[]): string {
  const indent = /^\s*/.exec(lines[0] ?? '')![0];
  const end = lines.findIndex((line) => line.startsWith(`${indent}}`));
  return lines
    .slice(0, end < 0 ? lines.length : end)
    .filter((line) => line.startsWith(`${indent}case`))
    .join('\n');
}

const reasonsByWord: readonly (readonly [RegExp, string])[] = [
  [/sleep\(|nextTurn\(|within\(|<-\w+\.C\b/, 'time to pass'],
  [/roleChanged|roleEnded|deposed|decided|ended\(/, 'its role to end'],
  [/\.add\(|answerable|result/, 'an answer'],
  [/wakeup\b|<-wake\b|isMember := <-wake/, 'something to send or write'],
  [/committed/, 'a commit'],
  [/reading/, 'a read'],
  [/inbox|range messages/, 'a message'],
  [/s\.proposed/, 'a proposal'],
  [/membersChanged/, 'another configuration'],
  [/Wait\(\)|\.kill\(\)/, 'its tasks to end'],
];
