// The figure of the chapter of the rules: how long a cluster is without a leader, beside what the rules alone would take.

import { draw } from '@three-ways/charts';
import { escapeContent } from '../markup/html.ts';
import { columnsOfServers, describe, type ReferenceResults } from './reference-results.ts';

/** The target of the suite that has no server: timeouts and messages take their time, and nothing else does. */
const ideal = 'ideal';

/** The one that the Raft paper is quoted for most: its figure 16 has others, which would be other rows of the same names. */
const usual = { electionTimeoutMin: 150, electionTimeoutMax: 300, broadcastTime: 15, preVote: 0 };

/** As HTML; empty if the run has no elections. */
export function electionFigure(results: ReferenceResults | null): string {
  const shown: readonly string[] = [ideal, ...columnsOfServers];
  const figures = (results?.figures ?? []).filter(
    ({ suite, metric, setting, target, estimate }) =>
      suite === 'election' &&
      metric === 'latency' &&
      Object.entries(usual).every(([name, value]) => setting[name] === value) &&
      shown.includes(target) &&
      estimate !== null,
  );
  if (results === null || figures.length === 0) return '';
  const titleOf = (name: string) =>
    name === ideal
      ? 'The rules alone'
      : (results.targets.find((target) => target.name === name)?.title ?? name);
  const rows = figures
    .toSorted((a, b) => shown.indexOf(a.target) - shown.indexOf(b.target))
    .map(({ target, estimate }) => ({ label: titleOf(target), style: target, estimate: estimate! }));
  const words = rows.map(({ label, estimate }) => `${label} ${Math.round(estimate.median)} ms`);
  const svg = draw(
    {
      kind: 'dots',
      name: 'election',
      title: 'Time from the crash of a leader to the next one',
      alternative: `Dot plot of the time without a leader: ${words.join(', ')}.`,
      x: { label: 'Time without a leader', unit: 'ms' },
      groups: [{ label: '', rows }],
    },
    { width: 640 },
  );
  return `<figure>${svg}
<figcaption>${escapeContent(describe(results))}. From the crash of a leader to the next one, five servers, election timeouts of 150 to 300 ms, a broadcast time of 15 ms: medians with their intervals of 95 %. The rules alone are a simulation in which only timeouts and messages take time.</figcaption></figure>`;
}
