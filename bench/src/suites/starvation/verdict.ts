// The suite's answer in a sentence: what others pay for a block of 100 ms, and which leaders are lost in the longest ones.

import type { Setting } from '../../figures/figure.ts';
import type { SuiteFigures } from '../../figures/suite-figures.ts';
import { estimateCell, titleOf } from '../../tables/cells.ts';
import type { Measured } from '../common/suite.ts';
import type { StarvationResult, StarvationSpec } from './protocol.ts';
import { type Role, StarvationResults } from './results.ts';

/** A length within an election timeout (ms). */
const typicalMs = 100;

export function starvationVerdict(
  figures: SuiteFigures,
  trials: readonly Measured<StarvationSpec, StarvationResult>[],
): string | null {
  const results = new StarvationResults(figures, trials);
  const settingAt = (role: Role) => results.settings(role).find(({ blockMs }) => blockMs === typicalMs);
  const [follower, leader] = [settingAt('follower'), settingAt('leader')];
  if (follower === undefined || leader === undefined) return null;
  const waits = (setting: Setting) =>
    figures.targets.flatMap(({ name }) => {
      const p99 = results.latencies(name, setting)?.p99;
      return p99 === undefined ? [] : [`${titleOf(figures, name)} ${estimateCell(p99)}`];
    });
  return `While a follower's application blocks for ${typicalMs} ms, 99 % of the others' commands are answered within, in ms: ${waits(follower).join('; ')}. While the leader's does: ${waits(leader).join('; ')}. ${lostIn(results)}.`;
}

function lostIn(results: StarvationResults): string {
  const longest = results.settings('leader').at(-1)!;
  const lost = results.figures.targets.flatMap(({ name }) => {
    const elected = results.samples('leadersElected', name, longest);
    const count = elected.filter((leaders) => leaders > 0).length;
    return count === 0 ? [] : [`${titleOf(results.figures, name)} in ${count} of ${elected.length}`];
  });
  const blocks = `blocks of ${longest.blockMs} ms`;
  return lost.length === 0
    ? `No leader is lost in ${blocks}`
    : `Leaders lost in ${blocks}: ${lost.join('; ')}`;
}
