// The suite's answer in a sentence: the reference's rate in a closed loop of 256 clients, or what is nearest, and the others' share of it.

import type { Setting } from '../../figures/figure.ts';
import type { SuiteFigures } from '../../figures/suite-figures.ts';
import { titleOf, withInterval } from '../../tables/cells.ts';
import { ratiosInWords } from '../../tables/verdict.ts';
import { isVaried } from './settings.ts';

export function throughputVerdict(figures: SuiteFigures): string | null {
  const settings = figures
    .settings('commits')
    .filter((setting) => setting.outstanding !== undefined && !isVaried(setting))
    .sort((a, b) => a.servers! - b.servers! || distance(a) - distance(b));
  const setting = settings.find((one) => figures.get('commits', 'go', one)?.estimate);
  if (setting === undefined) return null;
  const others = figures.targets
    .filter(({ name }) => name !== 'go')
    .map(({ name }) => figures.get('commits', name, setting));
  const go = figures.get('commits', 'go', setting);
  const place = `With ${setting.outstanding} proposals outstanding on ${setting.servers} servers`;
  return `${place}, ${titleOf(figures, 'go')}: ${withInterval(go, 1 / 1000)} thousand commits a second${ratiosInWords(figures, others)}.`;
}

/** How far the clients are from 256, in orders of magnitude. */
function distance({ outstanding = 1 }: Setting): number {
  return Math.abs(Math.log(outstanding / 256));
}
