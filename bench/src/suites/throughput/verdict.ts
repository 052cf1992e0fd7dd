// The suite's answer in a sentence: the reference's rate at the highest load of the smallest cluster, and the others' share of it.

import type { SuiteFigures } from '../../figures/suite-figures.ts';
import { titleOf, withInterval } from '../../tables/cells.ts';
import { ratiosInWords } from '../../tables/verdict.ts';

export function throughputVerdict(figures: SuiteFigures): string | null {
  const settings = figures
    .settings('commits')
    .sort((a, b) => a.servers! - b.servers! || b.outstanding! - a.outstanding!);
  const setting = settings.find((one) => figures.get('commits', 'go', one)?.estimate);
  if (setting === undefined) return null;
  const others = figures.targets
    .filter(({ name }) => name !== 'go')
    .map(({ name }) => figures.get('commits', name, setting));
  const go = figures.get('commits', 'go', setting);
  const place = `With ${setting.outstanding} proposals outstanding on ${setting.servers} servers`;
  return `${place}, ${titleOf(figures, 'go')}: ${withInterval(go, 1 / 1000)} thousand commits a second${ratiosInWords(figures, others)}.`;
}
