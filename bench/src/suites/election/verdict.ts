// The suite's answer in a sentence: the ideal's median, and what each runtime takes beyond it.

import type { Setting } from '../../figures/figure.ts';
import type { SuiteFigures } from '../../figures/suite-figures.ts';
import { titleOf, withInterval } from '../../tables/cells.ts';
import { doubtIn } from '../../tables/verdict.ts';
import { ideal } from '../common/suite.ts';
import { conditions, rangeOf } from './conditions.ts';
import { excessOf } from './excess.ts';
import { signed } from './tables.ts';

export function electionVerdict(figures: SuiteFigures): string | null {
  const setting = settingToName(figures);
  if (setting === undefined) return null;
  const measured = figures.targets.filter(({ name }) => figures.get('latency', name, setting)?.estimate);
  const place = `At election timeouts of ${rangeOf(setting)} ms (${conditions(setting)})`;
  const base = figures.get('latency', ideal, setting);
  if (!base?.estimate) {
    const medians = measured.map(
      ({ name }) => `${titleOf(figures, name)} ${withInterval(figures.get('latency', name, setting))}`,
    );
    return `${place} the median time without a leader is, in ms: ${medians.join(', ')}.`;
  }
  const excesses = measured.map(({ name }) => [name, excessOf(figures, name, setting, 0.5)] as const);
  const isWithout = excesses.every(([, excess]) => excess?.low == null); // said once
  const parts = excesses.map(([name, excess]) => {
    const doubt = excess === null || isWithout ? '' : doubtIn(excess, 0);
    return `${titleOf(figures, name)} ${signed(excess)}${doubt}`;
  });
  return `${place} the ideal is ${withInterval(base)} ms without a leader in the median. From the new leader's timeout on, elections take longer than the ideal by, in ms${isWithout ? ' (too few rounds for intervals)' : ''}: ${parts.join('; ')}.`;
}

/** The setting of the default run, or else the first. */
function settingToName(figures: SuiteFigures): Setting | undefined {
  const settings = figures.settings('latency');
  const usual = ({ electionTimeoutMin, electionTimeoutMax, broadcastTime, preVote }: Setting) =>
    electionTimeoutMin === 150 && electionTimeoutMax === 300 && !broadcastTime && !preVote;
  return settings.find(usual) ?? settings[0];
}
