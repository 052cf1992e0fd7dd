// The suite's answer in a sentence: messages of a commit at the highest load.

import type { SuiteFigures } from '../../figures/suite-figures.ts';
import { titleOf, withInterval } from '../../tables/cells.ts';

export function handOffsVerdict(figures: SuiteFigures): string | null {
  const setting = figures.settings('messagesPerCommit').at(-1);
  if (setting === undefined) return null;
  const measured = figures.targets.flatMap(({ name }) => {
    const figure = figures.get('messagesPerCommit', name, setting);
    return figure?.estimate ? [`${titleOf(figures, name)} ${withInterval(figure)}`] : [];
  });
  return `With ${setting.outstanding} proposals outstanding on ${setting.servers} servers a commit takes, in messages: ${measured.join('; ')}.`;
}
