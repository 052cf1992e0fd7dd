// Every interleaving of the race's reads and writes, one by one: what two threads can do if each step is whole.

import { expect, it } from 'vitest';

interface State {
  a: number;
  b: number;
  /** What a thread has read, in order. */
  readonly main: number[];
  readonly task: number[];
}

type Step = (state: State) => void;

/** a = b * b */
const main: Step[] = [
  ({ b, main }) => main.push(b),
  ({ b, main }) => main.push(b),
  (state) => {
    state.a = state.main[0]! * state.main[1]!;
  },
];

/** b = a * b */
const task: Step[] = [
  ({ a, task }) => task.push(a),
  ({ b, task }) => task.push(b),
  (state) => {
    state.b = state.task[0]! * state.task[1]!;
  },
];

function* interleavings(one: readonly Step[], other: readonly Step[]): Generator<Step[]> {
  if (one.length === 0 || other.length === 0) return void (yield [...one, ...other]);
  for (const rest of interleavings(one.slice(1), other)) yield [one[0]!, ...rest];
  for (const rest of interleavings(one, other.slice(1))) yield [other[0]!, ...rest];
}

it('a race of threads ends 4 8 or 4 2, in whichever order they read and write', () => {
  const outcomes: Record<string, number> = {};
  for (const steps of interleavings(main, task)) {
    const state: State = { a: 1, b: 2, main: [], task: [] };
    for (const step of steps) step(state);
    const outcome = `${state.a} ${state.b}`;
    outcomes[outcome] = (outcomes[outcome] ?? 0) + 1;
  }
  expect(outcomes).toEqual({ '4 8': 1, '4 2': 19 });
});
