// The numbers of paper.md that are computed from the run's figures, or from the sources.

import type { Findings } from '@three-ways/bench/findings';
import type { Value } from './src/findings/notation.ts';

export const numbers: Readonly<Record<string, (run: Findings) => Value>> = {};
