// Entry point of `pnpm test:long`. An interrupted run ends cleanly.

import { runAsProcess } from '@three-ways/command-line';
import { main } from './long.ts';

await runAsProcess(main);
