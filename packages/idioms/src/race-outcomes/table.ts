// The table of outcomes as Markdown.

import type { Counted, Outcomes, Race } from './outcomes.ts';

const introduction = `# Outcomes of the race

Idiom 1: a and b are 1 and 2; a task computes b = a * b while the main line computes a = b * b.

- \`4 8\`: the main line is first. a = 2 * 2, then b = 4 * 2.
- \`4 2\`: the task is first, or reads a before it changes. b = 1 * 2, and a = 2 * 2.
- Nothing else: b changes to another value than 2 only after a was written, so the main line reads 2 both times.

How often each came, which can come, and why. Made by \`node packages/idioms/src/race-outcomes/main.ts\`. The counts depend on the
machine; what can come does not.
`;

export function tableOf(counted: readonly Counted[]): string {
  const columns = columnsOf(counted);
  const rows = counted.map(({ race, outcomes }) => [
    race.model,
    ...columns.map((outcome) => cell(race, outcomes, outcome)),
    total(outcomes),
    [race.why, race.how].filter((sentence) => sentence !== undefined).join(' '),
  ]);
  const header = ['model', ...columns, 'runs', 'why'];
  const rule = header.map((_, i) => (i > 0 && i < header.length - 1 ? '---:' : '---'));
  const lines = [header, rule, ...rows].map((cells) => `| ${cells.join(' | ')} |`);
  return [introduction, ...lines, ''].join('\n');
}

/** Every outcome that can come or came. */
function columnsOf(counted: readonly Counted[]): string[] {
  const outcomes = counted.flatMap(({ race, outcomes }) => [
    ...race.possible,
    ...(typeof outcomes === 'string' ? [] : Object.keys(outcomes)),
  ]);
  return [...new Set(outcomes)].toSorted();
}

/** Count and verdict: `12,345`, `0 (possible)`, `never`, `3 (impossible)`. */
function cell(race: Race, outcomes: Outcomes | string, outcome: string): string {
  const possible = race.possible.includes(outcome);
  if (typeof outcomes === 'string') return possible ? 'possible' : 'never';
  const count = outcomes[outcome] ?? 0;
  if (count === 0) return possible ? '0 (possible)' : 'never';
  return `${count.toLocaleString('en')}${possible ? '' : ' (impossible)'}`;
}

function total(outcomes: Outcomes | string): string {
  if (typeof outcomes === 'string') return outcomes;
  return Object.values(outcomes)
    .reduce((sum, count) => sum + count, 0)
    .toLocaleString('en');
}
