// The figures of paper.md that are drawn from the run, by the names that it refers to them with: `<!-- figure: name -->`.

import type { Findings } from '@three-ways/bench/findings';
import type { Chart } from '@three-ways/charts';

export const figures: Readonly<Record<string, (run: Findings) => Chart>> = {};
