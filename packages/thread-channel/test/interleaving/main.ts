// `pnpm interleavings`: all programs in every interleaving, and every mutation; half a minute. `--preemptions 2` explores only
// interleavings with two preemptions at most.

import { parseArgs } from 'node:util';
import { type Exploration, explorations } from './programs.ts';

const { values } = parseArgs({ options: { preemptions: { type: 'string', default: 'Infinity' } } });
const preemptions = Number(values.preemptions);
if (!(preemptions >= 0)) {
  console.error(`--preemptions ${values.preemptions}: give a number from 0`);
  process.exit(2);
}

for (const exploration of explorations) {
  const { fault, states } = await judged(exploration);
  console.log(`${fault === null ? 'ok  ' : 'FAIL'} ${`${states}`.padStart(8)} states  ${exploration.name}`);
  if (fault === null) continue;
  console.log(fault.replaceAll(/^/gm, '    '));
  process.exitCode = 1;
}

/** The fault is null if all is as it must be: none in the package, one in a mutation. */
async function judged({
  isMutated,
  explore,
}: Exploration): Promise<{ fault: string | null; states: number }> {
  try {
    const { states, violation } = await explore({ preemptions });
    if (isMutated) return { states, fault: violation === null ? 'not detected' : null };
    return { states, fault: violation && [`${violation.what}, after:`, ...violation.steps].join('\n') };
  } catch (error) {
    return { states: 0, fault: String(error) };
  }
}
